using System.Net;
using System.Net.Sockets;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>A connected TCP or Unix socket. The stream does not own it: disposing the stream would shut the socket down, which an abort must not.</summary>
internal sealed class SocketConnection(Socket socket, string target, SocketOptions options, TimeProvider time)
    : StreamConnection(new NetworkStream(socket, ownsSocket: false), target)
{
    public override EndPoint? LocalEndPoint { get; } = socket.LocalEndPoint;

    public override EndPoint? RemoteEndPoint { get; } = socket.RemoteEndPoint;

    /// <summary>With a linger time of zero the peer sees a reset, not an orderly end it might take for the end of the data.</summary>
    protected override void AbortCore()
    {
        SocketClosing.Reset(socket);
        socket.Dispose();
    }

    protected override async ValueTask CloseAsync()
    {
        await SocketClosing.ShutdownAsync(socket, options.CloseTimeout, time).ConfigureAwait(false);
        await base.CloseAsync().ConfigureAwait(false);
        socket.Dispose();
    }
}
