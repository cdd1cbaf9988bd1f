using System.Collections.Concurrent;
using System.Net.WebSockets;
using Busbar.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore;

/// <summary>Lets pages in, and tells those that are in of series that change.</summary>
internal sealed class EchoServing
{
    private readonly ConcurrentDictionary<EchoSession, bool> _sessions = new();
    private readonly CancellationToken _stopping;
    private int _clients;

    public EchoServing(IEchoFeed feed, EchoOptions options, IServiceProvider services)
    {
        Feed = feed;
        Options = options;
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Busbar.AspNetCore.Echo");
        IHostApplicationLifetime lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        _stopping = lifetime.ApplicationStopping;
        feed.Series.Added += OnAdded;
        feed.Series.MetadataChanged += OnMetadataChanged;
        lifetime.ApplicationStopped.Register(() =>
        {
            feed.Series.Added -= OnAdded;
            feed.Series.MetadataChanged -= OnMetadataChanged;
        });
    }

    public IEchoFeed Feed { get; }

    public EchoOptions Options { get; }

    public ILogger Logger { get; }

    public int Clients => Volatile.Read(ref _clients);

    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "not_websocket", "This address speaks WebSocket only.").ConfigureAwait(false);
            return;
        }

        if (!OriginPolicy.Allows(context.Request, Options.AllowedOrigins))
        {
            Logger.OriginRefused(context.Request.Headers.Origin.ToString(), context.Request.Host.Value ?? "");
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "origin", "Pages of this origin are not let in; see AllowedOrigins.").ConfigureAwait(false);
            return;
        }

        if (Interlocked.Increment(ref _clients) > Options.MaxConnections)
        {
            Interlocked.Decrement(ref _clients);
            Logger.TooManyPages(Options.MaxConnections);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "limit", $"{Options.MaxConnections} pages are connected; no more are let in.").ConfigureAwait(false);
            return;
        }

        try
        {
            await ServePageAsync(context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _clients);
        }
    }

    private async Task ServePageAsync(HttpContext context)
    {
        // A link that is dead without a word is found by pings; heartbeats tell the page, not us.
        var accept = new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(30) };
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
        using var session = new EchoSession(this, socket, context.Abort, ending);
        _sessions[session] = true;
        Diagnostics.Pages.Add(1);
        try
        {
            await session.RunAsync(_stopping).ConfigureAwait(false);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            Diagnostics.Pages.Add(-1);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason, string title)
    {
        Diagnostics.Refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
        return Problem.WriteAsync(context, status, title);
    }

    private void OnAdded(Series series)
    {
        foreach (KeyValuePair<EchoSession, bool> session in _sessions)
            session.Key.OnSeriesAdded();
    }

    private void OnMetadataChanged(Series series)
    {
        foreach (KeyValuePair<EchoSession, bool> session in _sessions)
            session.Key.OnSeriesChanged(series.Index);
    }
}
