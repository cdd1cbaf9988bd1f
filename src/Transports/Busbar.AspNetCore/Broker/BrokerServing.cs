using System.Collections.Concurrent;
using System.Net;
using Busbar.Messaging;
using Busbar.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore;

/// <summary>Lets clients of a broker in and carries their wire.</summary>
internal sealed partial class BrokerServing
{
    private readonly BrokerEndpointOptions _options;
    private readonly WebSocketSessionOptions _webSocket;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly ConcurrentDictionary<IClientTransport, bool> _transports = new();
    private int _connections;

    public BrokerServing(BrokerServer server, BrokerEndpointOptions options, IServiceProvider services)
    {
        Server = server;
        _options = options;
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Busbar.AspNetCore.Broker");
        _webSocket = new WebSocketSessionOptions
        {
            MaxMessageLength = server.MaxMessageBytes,
            AcceptsBinary = false,
            PingInterval = Timeout.InfiniteTimeSpan, // the wire has heartbeats of its own
            SendTimeout = server.SilenceTimeout,
            MaxPendingOutput = int.MaxValue, // the writer waits for room; what is more than that is one batch
            TimeProvider = server.TimeProvider,
            Logger = _logger,
        };
        _stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        _stopping.Register(Stop);
    }

    public BrokerServer Server { get; }

    public int Connections => Volatile.Read(ref _connections);

    public async Task ServeWebSocketAsync(HttpContext context)
    {
        if (!await AdmitAsync(context).ConfigureAwait(false))
            return;
        if (UpgradeRequest.Fault(context) is { } fault)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "request", fault).ConfigureAwait(false);
            return;
        }

        if (!await TryEnterAsync(context).ConfigureAwait(false))
            return;
        try
        {
            UpgradedHttpConnection connection = await UpgradeRequest.AcceptAsync(context).ConfigureAwait(false);
            WebSocketTransport? transport = null;
            WebSocketChannel channel = WebSocketChannel.Open(
                connection, WebSocketRole.Server, channel => transport = new WebSocketTransport(channel, Server, RequestOf(context)), _webSocket);
            await using (channel.ConfigureAwait(false))
            {
                Enter(transport!);
                await channel.Closed.ConfigureAwait(false);
                Leave(transport!);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>Whether the request may come from where it does, with the key that it brings.</summary>
    private async ValueTask<bool> AdmitAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!OriginPolicy.Allows(context.Request, _options.AllowedOrigins))
        {
            _logger.OriginRefused(context.Request.Headers.Origin.ToString(), context.Request.Host.Value ?? "");
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "origin", "Pages of this origin are not let in.").ConfigureAwait(false);
            return false;
        }

        AllowOrigin(context);
        if (KeyOf(context) is { } key && Server.AsksForKey && !Server.AcceptsKey(key))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "key", "The key is none of those that let in.").ConfigureAwait(false);
            return false;
        }

        return true;
    }

    /// <summary>A page of another origin that is let in may read the answers.</summary>
    private static void AllowOrigin(HttpContext context)
    {
        if (context.Request.Headers.Origin.Count == 0)
            return;
        context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        context.Response.Headers.Vary = "Origin";
    }

    private async ValueTask<bool> TryEnterAsync(HttpContext context)
    {
        if (_stopping.IsCancellationRequested || Interlocked.Increment(ref _connections) > _options.MaxConnections)
        {
            if (!_stopping.IsCancellationRequested)
                Interlocked.Decrement(ref _connections);
            _logger.TooManyClients(_options.MaxConnections);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "limit", "No more clients are let in.").ConfigureAwait(false);
            return false;
        }

        return true;
    }

    private void Enter(IClientTransport transport)
    {
        _transports[transport] = true;
        Diagnostics.Clients.Add(1);
        if (_stopping.IsCancellationRequested)
            transport.Close(ClientCloseCode.GoingAway, "the server stops");
    }

    private void Leave(IClientTransport transport)
    {
        if (_transports.TryRemove(transport, out _))
            Diagnostics.Clients.Add(-1);
    }

    private void Stop()
    {
        foreach (IClientTransport transport in _transports.Keys)
            transport.Close(ClientCloseCode.GoingAway, "the server stops");
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason, string title)
    {
        Diagnostics.ClientsRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));
        return Problem.WriteAsync(context, status, title);
    }

    private static string? KeyOf(HttpContext context) => context.Request.Headers["X-Api-Key"] is [{ } key] ? key : null;

    private static ConnectRequest RequestOf(HttpContext context) => new()
    {
        Key = KeyOf(context),
        User = context.User,
        RemoteEndPoint = context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null,
    };
}
