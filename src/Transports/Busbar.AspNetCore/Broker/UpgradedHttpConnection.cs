using System.IO.Pipelines;
using System.Net;
using Busbar.Links;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Busbar.AspNetCore;

/// <summary>
/// What an HTTP server gave up for a WebSocket. Kestrel's own output of the connection is written to directly: through the upgraded
/// stream a write costs 800 octets of garbage and half as much time again.
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
        Output = (ownsConnection ? context.Features.Get<IConnectionTransportFeature>()?.Transport.Output : null) ?? base.Output;
        if (context.Connection.RemoteIpAddress is { } address)
            RemoteEndPoint = new IPEndPoint(address, context.Connection.RemotePort);
    }

    public override PipeWriter Output { get; }

    public override EndPoint? RemoteEndPoint { get; }

    protected override void AbortCore()
    {
        _context.Abort(); // a send that waits for the peer's window ends with its connection only
        base.AbortCore();
    }
}
