using System.IO.Pipelines;
using System.Net;
using Busbar.Links;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Busbar.AspNetCore;

/// <summary>
/// What an HTTP server gave up for a WebSocket. Where nothing lies between Kestrel and its socket, the socket is written to directly, and
/// elsewhere Kestrel's own output of the connection: through the upgraded stream a write costs 800 octets of garbage and twice as much time.
/// </summary>
internal sealed class UpgradedHttpConnection : StreamConnection
{
    private readonly HttpContext _context;

    /// <param name="context">The request.</param>
    /// <param name="stream">Its upgraded stream.</param>
    /// <param name="ownsConnection">The request has the connection for itself (HTTP/1.1), so that what carries it carries nothing else.</param>
    public UpgradedHttpConnection(HttpContext context, Stream stream, bool ownsConnection)
        : base(stream, $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}")
    {
        _context = context;
        var input = new UpgradedInput(base.Input);
        Input = input;
        Output = (ownsConnection ? OutputOf(context, input) : null) ?? base.Output;
        if (context.Connection.RemoteIpAddress is { } address)
            RemoteEndPoint = new IPEndPoint(address, context.Connection.RemotePort);
    }

    public override PipeReader Input { get; }

    public override PipeWriter Output { get; }

    public override EndPoint? RemoteEndPoint { get; }

    protected override void AbortCore()
    {
        _context.Abort(); // a send that waits for the peer's window ends with its connection only
        base.AbortCore();
    }

    private static PipeWriter? OutputOf(HttpContext context, UpgradedInput input)
    {
        if (context.Features.Get<IConnectionTransportFeature>()?.Transport is not { } transport)
            return null;

        // TLS, and any other middleware of the connection, has put a transport of its own before that of the sockets.
        bool isSocketsOwn = transport.GetType().Assembly == typeof(SocketTransportOptions).Assembly;
        return isSocketsOwn && context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            ? new UpgradedOutput(transport.Output, socket, input)
            : transport.Output;
    }
}
