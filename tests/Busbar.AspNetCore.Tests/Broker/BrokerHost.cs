using System.Net;
using System.Text;
using System.Text.Json;
using Busbar.Messaging;
using Busbar.Sockets.Tests;
using Busbar.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore.Tests;

/// <summary>A broker behind Kestrel on a free port of 127.0.0.1.</summary>
internal sealed class BrokerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BrokerHost(WebApplication app, Messaging.Broker broker, BrokerServer server, BrokerEndpoint endpoint)
    {
        _app = app;
        Broker = broker;
        Server = server;
        Endpoint = endpoint;
        Http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } }) { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public Messaging.Broker Broker { get; }

    public BrokerServer Server { get; }

    public BrokerEndpoint Endpoint { get; }

    public HttpClient Http { get; }

    public Uri WebSocketAddress => new UriBuilder(Http.BaseAddress!) { Scheme = Http.BaseAddress!.Scheme == "https" ? "wss" : "ws", Path = "/broker" }.Uri;

    /// <param name="configure">Changes the server's options.</param>
    /// <param name="endpoint">Those of the end point.</param>
    /// <param name="tls">The versions of HTTP that it speaks over TLS; null for HTTP/1.1 without.</param>
    public static async Task<BrokerHost> StartAsync(Action<BrokerServerOptions>? configure = null, BrokerEndpointOptions? endpoint = null, HttpProtocols? tls = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new RecordingLogger()).AddFilter("Microsoft", LogLevel.None);
        if (tls is { } protocols)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                listen.UseHttps(Certificates.For("localhost"));
            }));
        }
        else
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var broker = new Messaging.Broker(new BrokerOptions { Epoch = "test" });
        var options = new BrokerServerOptions();
        configure?.Invoke(options);
        var server = new BrokerServer(broker, options);
        BrokerEndpoint mapped = app.MapBroker("/broker", server, endpoint);
        await app.StartAsync();
        return new BrokerHost(app, broker, server, mapped);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string text, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a session without a connection; its secret.</summary>
    public async Task<string> OpenAsync()
    {
        using HttpResponseMessage response = await PostAsync("/broker/session", """{"type":"hello","name":"ann"}""");
        Assert.Equal(200, (int)response.StatusCode);
        JsonElement welcome = await ReadAsync(response);
        Assert.Equal("welcome", welcome.GetProperty("type").GetString());
        return welcome.GetProperty("session").GetString()!;
    }

    public async Task<JsonElement> PollAsync(string session, long position, int wait = 30_000)
    {
        using HttpResponseMessage response = await Http.GetAsync(
            new Uri(FormattableString.Invariant($"/broker/poll?session={session}&position={position}&wait={wait}"), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        return await ReadAsync(response);
    }

    public async Task SayAsync(string session, string text)
    {
        using HttpResponseMessage response = await PostAsync($"/broker/send?session={session}", text);
        Assert.Equal(202, (int)response.StatusCode);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await _app.DisposeAsync();
        Broker.Dispose();
    }
}
