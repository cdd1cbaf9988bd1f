using Busbar.Messaging;
using Busbar.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore.Tests;

/// <summary>A feed behind Kestrel on a free port of 127.0.0.1.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, TimeProvider time, RecordingLogger log, Action<IEndpointRouteBuilder, TestServer> map)
    {
        _app = app;
        Log = log;
        Feed = new SeriesFeed(Broker, new() { Series = Registry, TimeProvider = time, Epoch = "test" });
        Recorded = new RecordingFeed(Feed);
        map(app, this);
    }

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Broker Broker { get; } = new();

    public SeriesRegistry Registry { get; } = new();

    public SeriesFeed Feed { get; }

    public RecordingFeed Recorded { get; }

    public RecordingLogger Log { get; }

    public EchoEndpoint Echo { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public Uri WebSocketAddress => new UriBuilder(Http.BaseAddress!) { Scheme = "ws", Path = "/ws/echo" }.Uri;

    public static Task<TestServer> StartEchoAsync(TimeProvider time, EchoOptions? options = null) =>
        StartAsync(time, (app, server) => server.Echo = app.MapEcho("/ws/echo", server.Recorded, options));

    public static async Task<TestServer> StartAsync(TimeProvider time, Action<IEndpointRouteBuilder, TestServer> map)
    {
        var log = new RecordingLogger();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).AddFilter("Microsoft", LogLevel.None);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var server = new TestServer(app, time, log, map);
        await app.StartAsync();
        server.Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return server;
    }

    public void Write(Series series, double value, double milliseconds = 0) =>
        Feed.Write([new Sample(series, value, Start.AddMilliseconds(milliseconds))]);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Broker.Dispose();
    }
}
