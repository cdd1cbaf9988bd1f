using System.Net;
using System.Net.Sockets;

namespace Busbar.Sockets;

/// <summary>A socket of its own, connected: the kernel drops what others send, and tells when nobody is there.</summary>
internal sealed class UdpClientConnection : UdpConnection
{
    private const int LongestDatagram = 65_535;

    private readonly Socket _socket;

    public UdpClientConnection(Socket socket, UdpOptions options, string target, DatagramCount dropped)
        : base(options, target, dropped)
    {
        _socket = socket;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(ReceiveAsync); // ends with the socket
    }

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    protected override ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) =>
        _socket.SendAsync(datagram, SocketFlags.None, cancellationToken);

    protected override void EndCore() => _socket.Dispose();

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[LongestDatagram];
        try
        {
            while (true)
            {
                int count = await _socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None).ConfigureAwait(false);
                Post(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception)
        {
            EndInput(exception); // nobody listens there, for example; or this side has ended
        }
    }
}
