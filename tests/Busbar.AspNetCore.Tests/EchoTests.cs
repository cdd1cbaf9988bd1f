using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Busbar.Messaging;
using Busbar.Testing;

namespace Busbar.AspNetCore.Tests;

public class EchoTests
{
    private const int PageCutOff = 4; // the event

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task APage_GetsHelloThenItsSnapshotThenWhatChanges_ConflatedWithinThePeriod()
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time);
        Series power = server.Registry.Group("feeder").Field("power");
        Series other = server.Registry.Group("feeder").Field("voltage");
        server.Write(power, 41.7);
        server.Write(other, 230);
        using Page page = await Page.ConnectAsync(server);

        Assert.Equal("""{"type":"hello","epoch":"test","now":1767225600000,"period":100,"heartbeat":5000}""", await page.ReadAsync());
        await page.WatchAsync("[0,99]");
        Assert.Equal("""{"type":"samples","sequence":1,"now":1767225600000,"skipped":0,"samples":[[0,41.7,1767225600000]]}""", await page.ReadAsync());

        server.Write(power, 42, 1);
        await _time.NextTimerAsync(Period);
        server.Write(power, 43, 2);
        server.Write(other, 231, 2);
        server.Write(power, 44, 3);
        _time.Advance(Period);

        Assert.Equal("""{"type":"samples","sequence":2,"now":1767225600100,"skipped":2,"samples":[[0,44,1767225600003]]}""", await page.ReadAsync());

        await page.WatchAsync("null");
        await _time.NextTimerAsync(Period);
        _time.Advance(Period);
        Assert.Equal("""{"type":"samples","sequence":3,"now":1767225600200,"skipped":0,"samples":[[0,44,1767225600003],[1,231,1767225600002]]}""", await page.ReadAsync());
    }

    [Fact]
    public async Task AnIdlePage_GetsHeartbeatsOnly_AlsoBeforeItWatches()
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time);
        Series power = server.Registry.Group("feeder").Field("power");
        using Page page = await Page.ConnectAsync(server);
        await page.ReadAsync();
        server.Write(power, 1);
        await _time.NextTimerAsync(Heartbeat);

        _time.Advance(Heartbeat);
        Assert.Equal("""{"type":"heartbeat","now":1767225605000}""", await page.ReadAsync());

        await _time.NextTimerAsync(Heartbeat);
        await page.WatchAsync("[]");
        Assert.Equal("""{"type":"samples","sequence":1,"now":1767225605000,"skipped":0,"samples":[]}""", await page.ReadAsync());

        server.Write(power, 2, 1);
        await _time.NextTimerAsync(Heartbeat);
        _time.Advance(Heartbeat);
        Assert.Equal("""{"type":"heartbeat","now":1767225610000}""", await page.ReadAsync());
    }

    [Fact]
    public async Task NewSeriesAndChangedMetadata_AreAnnouncedBeforeTheirSamples()
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time);
        Series power = server.Registry.Group("feeder").Field("power");
        using Page page = await Page.WatchingAsync(server, "null");

        Series late = server.Registry.Group("feeder-2", ("site", "north")).Field("closed");
        late.Metadata = new() { States = ["open", "closed"], ExpectedPeriod = TimeSpan.FromSeconds(1), Device = "d" };
        server.Feed.Write([new Sample(late, true, TestServer.Start)]);
        await _time.NextTimerAsync(Period);
        _time.Advance(Period);

        Assert.Equal(
            """{"type":"series","series":[{"id":1,"name":"feeder-2.closed{site=north}","measurement":"feeder-2","field":"closed","tags":{"site":"north"},"unit":null,"resolution":null,"states":["open","closed"],"period":1000,"device":"d","description":null}]}""",
            await page.ReadAsync());
        Assert.Equal("""{"type":"samples","sequence":2,"now":1767225600100,"skipped":0,"samples":[[1,true,1767225600000]]}""", await page.ReadAsync());

        power.Metadata = new() { Unit = "kW", Resolution = 0.1 };
        await _time.NextTimerAsync(Period);
        _time.Advance(Period);
        Assert.Contains("""{"id":0,"name":"feeder.power","measurement":"feeder","field":"power","tags":{},"unit":"kW","resolution":0.1,""", await page.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoPages_ShareOneEncodingOfASample()
    {
        await using TestServer server = await TestServer.StartEchoAsync(TimeProvider.System, new() { Period = TimeSpan.FromMilliseconds(1) });
        Series power = server.Registry.Group("feeder").Field("power");
        server.Write(power, 1);
        using Page first = await Page.WatchingAsync(server, "[0]");
        using Page second = await Page.WatchingAsync(server, "null");
        Assert.Equal(1, server.Feed.Encoded);

        server.Write(power, 2, 1);

        Assert.EndsWith("\"samples\":[[0,2,1767225600001]]}", await first.ReadAsync(), StringComparison.Ordinal);
        Assert.EndsWith("\"samples\":[[0,2,1767225600001]]}", await second.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal((2, 2), (server.Feed.Encoded, server.Echo.Clients));
    }

    [Theory]
    [InlineData("{", WebSocketMessageType.Text, WebSocketCloseStatus.PolicyViolation, "not JSON")]
    [InlineData("""{"type":"watch","series":[1.5]}""", WebSocketMessageType.Text, WebSocketCloseStatus.PolicyViolation, "series must be null or an array of numbers of series")]
    [InlineData("""{"type":"shout"}""", WebSocketMessageType.Text, WebSocketCloseStatus.PolicyViolation, "type must be \"watch\"")]
    [InlineData("x", WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType, "text only")]
    public async Task AMessageThatBreaksTheRules_ClosesItsPageWithAReason_AndHarmsNoOther(string message, WebSocketMessageType type, WebSocketCloseStatus status, string reason)
    {
        await using TestServer server = await TestServer.StartEchoAsync(TimeProvider.System, new() { Period = TimeSpan.FromMilliseconds(1) });
        Series power = server.Registry.Group("feeder").Field("power");
        using Page good = await Page.WatchingAsync(server, "[0]");
        using Page bad = await Page.WatchingAsync(server, "[0]");

        await bad.SendAsync(message, type);

        Assert.Equal("", await bad.ReadAsync());
        Assert.Equal((status, reason), (bad.CloseStatus, bad.CloseReason));
        server.Write(power, 7);
        Assert.EndsWith("\"samples\":[[0,7,1767225600000]]}", await good.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMessageTooLong_Closes1009_AndOneOfTenThousandSeriesFits()
    {
        await using TestServer server = await TestServer.StartEchoAsync(TimeProvider.System);
        using Page page = await Page.ConnectAsync(server);
        await page.ReadAsync();

        await page.WatchAsync($"[{string.Join(',', Enumerable.Range(1_000_000_000, 10_000))}]");
        Assert.Contains("\"samples\":[]", await page.ReadAsync(), StringComparison.Ordinal);
        await page.SendAsync(new string(' ', 200_000));

        Assert.Equal("", await page.ReadAsync());
        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "a message has at most 131072 octets"), (page.CloseStatus, page.CloseReason));
    }

    [Fact]
    public async Task APageThatReadsNothing_HoldsBoundedMemoryIsCutOffAndSlowsNoOther()
    {
        var options = new EchoOptions { Period = TimeSpan.FromMilliseconds(1), SendTimeout = TimeSpan.FromMilliseconds(100) };
        await using TestServer server = await TestServer.StartEchoAsync(_time, options);
        Series text = server.Registry.Group("log").Field("line");
        using Page stalled = await Page.WatchingAsync(server, "[0]");
        Outlet stalledOutlet = server.Recorded.Outlets.Single();
        using Page healthy = await Page.WatchingAsync(server, "[0]");
        string line = new('x', 16_000);

        // Once what both kernels hold is full, nothing more leaves; the time that the page has then passes with the frames of the other.
        for (int written = 1; written < 20_000 && server.Log.Entries.Count == 0; written++)
        {
            _time.Advance(options.Period);
            server.Feed.Write([new Sample(text, line, TestServer.Start.AddMilliseconds(written))]);
            string expected = string.Create(CultureInfo.InvariantCulture, $",{1767225600000L + written}]]}}");
            Assert.EndsWith(expected, await healthy.ReadAsync(), StringComparison.Ordinal); // each one: it is never behind
            Assert.InRange(stalledOutlet.Count, 0, 1);
            Assert.InRange(stalledOutlet.Bytes, 0, 17_000);
        }

        await server.Log.NextAsync(PageCutOff);
        Assert.True(stalledOutlet.Skipped > 0);
        Assert.Equal(0, stalledOutlet.Dropped);
        _time.Advance(options.Period);
        server.Feed.Write([new Sample(text, "after", TestServer.Start.AddHours(1))]);
        Assert.Contains("after", await healthy.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreThanMayWaitForAPage_ClosesItInsteadOfLeavingItWithoutValues()
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time, new() { MaxQueuedBytes = 1024 });
        for (int i = 0; i < 3; i++)
            server.Feed.Write([new Sample(server.Registry.Group("log").Field($"line{i}"), new string('x', 500), TestServer.Start)]);
        using Page page = await Page.ConnectAsync(server);
        await page.ReadAsync();

        await page.WatchAsync("null");

        Assert.Equal("", await page.ReadAsync());
        Assert.Equal((WebSocketCloseStatus.InternalServerError, "more than 1024 octets waited"), (page.CloseStatus, page.CloseReason));
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("file://", HttpStatusCode.Forbidden)]
    [InlineData("https://good.example", HttpStatusCode.SwitchingProtocols)]
    [InlineData("own", HttpStatusCode.SwitchingProtocols)]
    [InlineData(null, HttpStatusCode.SwitchingProtocols)]
    public async Task Origin_DecidesWhoIsLetIn(string? origin, HttpStatusCode expected)
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time, new() { AllowedOrigins = ["https://good.example/"] });
        if (origin == "own")
            origin = server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        if (expected == HttpStatusCode.SwitchingProtocols)
        {
            using Page page = await Page.ConnectAsync(server, origin);
            Assert.Contains("hello", await page.ReadAsync(), StringComparison.Ordinal);
        }
        else
        {
            HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => Page.ConnectAsync(server, origin));
            Assert.Equal(expected, refused.StatusCode);
        }
    }

    [Fact]
    public async Task MorePagesThanMayBe_AreRefused_AndAPageThatLeftMakesRoom()
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time, new() { MaxConnections = 1 });
        using (Page page = await Page.ConnectAsync(server))
        {
            await page.ReadAsync();
            HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => Page.ConnectAsync(server));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(1, server.Echo.Clients);
            await page.CloseAsync();
        }

        Outlet outlet = server.Recorded.Outlets.Single();
        Assert.False(await outlet.WaitToReadAsync(TestContext.Current.CancellationToken)); // the page's end closes its outlet
    }

    [Fact]
    public async Task WithoutWebSocket_TheAnswerIsAProblem()
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time);

        using HttpResponseMessage response = await server.Http.GetAsync("/ws/echo", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task HostStop_ClosesPagesWith1001()
    {
        await using TestServer server = await TestServer.StartEchoAsync(_time);
        using Page page = await Page.ConnectAsync(server);
        await page.ReadAsync();

        Task stopping = server.StopAsync();

        Assert.Equal("", await page.ReadAsync());
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "the server stops"), (page.CloseStatus, page.CloseReason));
        await stopping;
        Assert.Equal(0, server.Echo.Clients);
        Assert.All(server.Recorded.Outlets, outlet => Assert.True(outlet.IsClosed));
    }
}
