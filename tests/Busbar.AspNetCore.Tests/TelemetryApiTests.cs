using System.Net;
using Busbar.Testing;

namespace Busbar.AspNetCore.Tests;

public class TelemetryApiTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Status_TellsCountsAndSinks()
    {
        await using TestServer server = await StartAsync(new()
        {
            Version = "1.2.3",
            Clients = () => 2,
            Sinks = () => [new("history", 120, 1, new(SinkState.Ok)), new("influx", 3, 4, new(SinkState.Down, "It does not answer."))],
        });
        server.Write(server.Registry.Group("feeder").Field("power"), 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(
            """{"status":"up","version":"1.2.3","epoch":"test","clients":2,"startedAt":1767225600000,"now":1767225601000,"samplesIn":1,"samplesRejected":0,"sinks":[{"name":"history","accepted":120,"rejected":1,"state":"ok","detail":null},{"name":"influx","accepted":3,"rejected":4,"state":"down","detail":"It does not answer."}]}""",
            await GetAsync(server, "/api/status"));
    }

    [Theory]
    [InlineData("/api/status")]
    [InlineData("/api/devices")]
    [InlineData("/api/series")]
    [InlineData("/api/problems")]
    public async Task Head_IsAnsweredAsGet_WithoutABody(string path)
    {
        await using TestServer server = await StartAsync(new());
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using HttpResponseMessage response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Devices_TellTheirStatus()
    {
        var registry = new SeriesRegistry();
        var device = new FixedDevice(new()
        {
            Name = "feeder-1",
            Protocol = "modbus",
            Target = "127.0.0.1:15502",
            State = DeviceState.Disconnected,
            Since = TestServer.Start,
            Detail = "Refused.",
            Polls = 12,
            Failures = 3,
            Period = TimeSpan.FromSeconds(1),
            Series = [registry.Group("a").Field("x"), registry.Group("a").Field("y")],
        });
        await using TestServer server = await StartAsync(new() { Devices = () => [device] });

        Assert.Equal(
            """[{"name":"feeder-1","protocol":"modbus","target":"127.0.0.1:15502","state":"disconnected","since":1767225600000,"detail":"Refused.","polls":12,"failures":3,"period":1000,"series":[0,1]}]""",
            await GetAsync(server, "/api/devices"));
    }

    [Fact]
    public async Task Series_TellsAll()
    {
        await using TestServer server = await StartAsync(new());
        Series power = server.Registry.Group("feeder-1", ("site", "north")).Field("active_power", unit: "kW");
        power.Metadata = power.Metadata with { Resolution = 0.1, ExpectedPeriod = TimeSpan.FromSeconds(1), Device = "feeder-1" };

        Assert.Equal(
            """[{"id":0,"name":"feeder-1.active_power{site=north}","measurement":"feeder-1","field":"active_power","tags":{"site":"north"},"unit":"kW","resolution":0.1,"states":null,"period":1000,"device":"feeder-1","description":null}]""",
            await GetAsync(server, "/api/series"));
    }

    [Fact]
    public async Task ManySeries_AreAllWritten()
    {
        await using TestServer server = await StartAsync(new());
        for (int i = 0; i < 1_000; i++)
            server.Registry.Group("feeder").Field($"f{i}");

        using var document = System.Text.Json.JsonDocument.Parse(await GetAsync(server, "/api/series"));

        Assert.Equal(Enumerable.Range(0, 1_000), document.RootElement.EnumerateArray().Select(series => series.GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task History_AnswersWhatTheHistoryGives()
    {
        var history = new FixedHistory();
        await using TestServer server = await StartAsync(new() { History = history });
        Series power = server.Registry.Group("feeder").Field("power");
        history.Samples =
        [
            new Sample(power, 41.7f, TestServer.Start),
            Sample.WithoutValue(power, Quality.NotConnected, UnixTime.ToNanoseconds(TestServer.Start.AddTicks(5))),
            new Sample(power, "a\"b", TestServer.Start.AddSeconds(1)),
        ];

        history.Before = new Sample(power, 40, TestServer.Start.AddDays(-3));

        string answer = await GetAsync(server, "/api/history?series=0&from=1767225600000.5&to=1767225700000&points=10");

        Assert.Equal(
            """{"series":0,"from":1767225600000.5,"to":1767225700000,"reduced":true,"before":[1766966400000,40,0],"samples":[[1767225600000,41.7,0],[1767225600000.0005,null,2048],[1767225601000,"a\u0022b",0]]}""",
            answer);
        Assert.Equal((power, 1767225600000_500000, 1767225700000_000000, 10), history.Asked);
        Assert.Equal(1767225600000_500000, history.AskedBefore);
    }

    [Fact]
    public async Task History_OfNothingBefore_SaysSo()
    {
        await using TestServer server = await StartAsync(new() { History = new FixedHistory() });
        server.Registry.Group("feeder").Field("power");

        Assert.Equal("""{"series":0,"from":0,"to":1,"reduced":true,"before":null,"samples":[]}""", await GetAsync(server, "/api/history?series=0&from=0&to=1"));
    }

    [Fact]
    public async Task Problems_TellWhichSeriesAreInTrouble_ByQualityAndSilence()
    {
        await using TestServer server = await StartAsync(new());
        SeriesGroup group = server.Registry.Group("feeder");
        Series[] series = [.. Enumerable.Range(0, 7).Select(i => group.Field($"f{i}"))];
        foreach (Series one in series)
            one.Metadata = one.Metadata with { ExpectedPeriod = TimeSpan.FromSeconds(1) };
        series[1].Metadata = series[1].Metadata with { ExpectedPeriod = null };
        server.Feed.Write(
        [
            new Sample(series[0], 1, TestServer.Start),                                                           // silent since
            new Sample(series[1], 1, TestServer.Start),                                                           // sends when it likes
            new Sample(series[2], 1, TestServer.Start.AddSeconds(7)),                                             // three periods old: not stale yet
            new Sample(series[3], 1, TestServer.Start.AddSeconds(9), Quality.Invalid),
            Sample.WithoutValue(series[4], Quality.NotConnected, UnixTime.ToNanoseconds(TestServer.Start)),
            new Sample(series[5], 1, TestServer.Start.AddSeconds(9), Quality.Carry | Quality.Transient),          // remarks
            new Sample(series[6], 1, TestServer.Start.AddSeconds(9), Quality.Invalid),
        ]);
        group.Field("without_samples");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            """{"now":1767225610000,"problems":[{"quality":0,"stale":true,"series":[0]},{"quality":128,"stale":false,"series":[3,6]},{"quality":2048,"stale":true,"series":[4]}]}""",
            await GetAsync(server, "/api/problems"));
    }

    [Fact]
    public async Task Problems_OfAGoodPlant_AreNone()
    {
        await using TestServer server = await StartAsync(new());
        server.Write(server.Registry.Group("feeder").Field("power"), 1);

        Assert.Equal("""{"now":1767225600000,"problems":[]}""", await GetAsync(server, "/api/problems"));
    }

    [Theory]
    [InlineData("from=0&to=1", "series must be the id of a series, a number from 0.")]
    [InlineData("series=-1&from=0&to=1", "series must be the id of a series, a number from 0.")]
    [InlineData("series=0&from=x&to=1", "from must be milliseconds since 1970-01-01T00:00:00Z, -9223372036854 to 9223372036854.")]
    [InlineData("series=0&from=0&to=99999999999999", "to must be milliseconds since 1970-01-01T00:00:00Z, -9223372036854 to 9223372036854.")]
    [InlineData("series=0&from=2&to=2", "to must be later than from.")]
    [InlineData("series=0&from=0&to=1&points=1", "points must be a number from 2 to 20000.")]
    [InlineData("series=0&from=0&to=1&points=20001", "points must be a number from 2 to 20000.")]
    public async Task History_ABadParameter_IsNamedWithItsRange(string query, string title)
    {
        await using TestServer server = await StartAsync(new() { History = new FixedHistory() });
        server.Registry.Group("feeder").Field("power");

        await AssertProblemAsync(server, "/api/history?" + query, HttpStatusCode.BadRequest, title);
    }

    [Fact]
    public async Task History_OfNoSeriesOrWithoutAny_IsNotFound()
    {
        await using TestServer server = await StartAsync(new() { History = new FixedHistory() });
        await AssertProblemAsync(server, "/api/history?series=7&from=0&to=1", HttpStatusCode.NotFound, "There is no series 7.");
        await using TestServer without = await StartAsync(new());
        await AssertProblemAsync(without, "/api/history?series=7&from=0&to=1", HttpStatusCode.NotFound, "No history is kept here.");
    }

    private static async Task AssertProblemAsync(TestServer server, string path, HttpStatusCode status, string title)
    {
        using HttpResponseMessage response = await server.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            $$"""{"type":"about:blank","title":"{{title}}","status":{{(int)status}}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> GetAsync(TestServer server, string path)
    {
        using HttpResponseMessage response = await server.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<TestServer> StartAsync(TelemetryApiOptions options) =>
        TestServer.StartAsync(_time, (app, server) => app.MapTelemetryApi(server.Feed, options));

    private sealed class FixedDevice(DeviceStatus status) : IDevice
    {
        public DeviceStatus Status => status;

        public Task RunAsync(ISink<Sample> sink, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class FixedHistory : IHistory
    {
        public IReadOnlyList<Sample> Samples { get; set; } = [];

        public Sample? Before { get; set; }

        public (Series Series, long From, long To, int Points) Asked { get; private set; }

        public long AskedBefore { get; private set; }

        public ValueTask<IReadOnlyList<Sample>> ReadAsync(Series series, long from, long to, int limit, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Samples);

        public ValueTask<(IReadOnlyList<Sample> Samples, bool Reduced)> ReadReducedAsync(Series series, long from, long to, int points, CancellationToken cancellationToken = default)
        {
            Asked = (series, from, to, points);
            return ValueTask.FromResult((Samples, true));
        }

        public ValueTask<Sample?> ReadBeforeAsync(Series series, long time, CancellationToken cancellationToken = default)
        {
            AskedBefore = time;
            return ValueTask.FromResult(Before);
        }

        public ValueTask<Sample?> ReadLatestAsync(Series series, CancellationToken cancellationToken = default) => ValueTask.FromResult<Sample?>(null);
    }
}
