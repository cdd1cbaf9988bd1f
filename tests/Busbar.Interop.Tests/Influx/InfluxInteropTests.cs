using System.Globalization;
using System.Text.Json;
using Busbar.Influx;

namespace Busbar.Interop.Tests.Influx;

public class InfluxInteropTests
{
    private const long Time = 1_767_225_600_123_456_789; // 2026-01-01T00:00:00.123456789Z

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Influxd_EveryKindWithItsQualityAndNanoseconds_IsReadBack()
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartInfluxAsync();
        await using var writer = new InfluxWriter(new() { Url = server.Url, Database = "plant", Compress = true });
        SeriesGroup group = new SeriesRegistry().Group("feeder", ("site", "north"), ("bay", "3"));
        Series text = group.Field("text");

        writer.Write(
        [
            Raw(group.Field("double"), SampleKind.Double, BitConverter.DoubleToUInt64Bits(41.7)),
            Raw(group.Field("pi"), SampleKind.Double, BitConverter.DoubleToUInt64Bits(Math.PI)),
            Raw(group.Field("tiny"), SampleKind.Double, BitConverter.DoubleToUInt64Bits(1.5e-7)),
            Raw(group.Field("single"), SampleKind.Single, BitConverter.SingleToUInt32Bits(41.7f)),
            Raw(group.Field("integer"), SampleKind.Int64, unchecked((ulong)long.MinValue)),
            Raw(group.Field("unsigned"), SampleKind.UInt64, long.MaxValue),
            Raw(group.Field("boolean"), SampleKind.Boolean, 1),
            Raw(group.Field("bad"), SampleKind.Double, 0, Quality.NotTopical | Quality.Uncertain),
            Raw(group.Field("nan"), SampleKind.Double, BitConverter.DoubleToUInt64Bits(double.NaN)),
            Sample.WithoutValue(group.Field("none"), Quality.NotConnected, Time),
        ]);
        writer.Write([new Sample(text, "two\nlines \"quoted\" \\ , = grün", UnixTime.FromNanoseconds(0))]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);

        Dictionary<string, JsonElement> row = await RowAsync(server, "SELECT * FROM feeder WHERE time > 0");
        Assert.Equal(Time, row["time"].GetInt64());
        Assert.Equal(("north", "3"), (row["site"].GetString(), row["bay"].GetString()));
        Assert.Equal((41.7, Math.PI, 1.5e-7, 41.7), (row["double"].GetDouble(), row["pi"].GetDouble(), row["tiny"].GetDouble(), row["single"].GetDouble()));
        Assert.Equal((long.MinValue, long.MaxValue, true), (row["integer"].GetInt64(), row["unsigned"].GetInt64(), row["boolean"].GetBoolean()));
        Assert.Equal((0.0, 0x0140), (row["bad"].GetDouble(), row["bad_quality"].GetInt32()));
        Assert.Equal((int)Quality.NotConnected, row["none_quality"].GetInt32());
        Assert.False(row.ContainsKey("double_quality"));
        Assert.False(row.ContainsKey("nan"));
        Assert.Equal("two\nlines \"quoted\" \\ , = grün", (await RowAsync(server, "SELECT text FROM feeder WHERE time = 0"))["text"].GetString());
        Assert.Equal((10L, 0L, 1L), (writer.Written, writer.Lost, writer.Rejected));
    }

    [Theory]
    [InlineData("a,b c=d", "k,e y=1", "v,a l=2", "f,i eld=3")]
    [InlineData(@"C:\dir", @"a\b", @"x\y", @"p\q")]
    [InlineData("Zähler", "Größe", "日本", "é\"x\"")]
    public async Task Influxd_Names_AreReadBackAsTheyWere(string measurement, string key, string value, string field)
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartInfluxAsync();
        await using var writer = new InfluxWriter(new() { Url = server.Url, Database = "plant" });

        writer.Write([Raw(new SeriesRegistry().Group(measurement, (key, value)).Field(field), SampleKind.Double, BitConverter.DoubleToUInt64Bits(7))]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);

        JsonElement series = await SeriesAsync(server, "SELECT * FROM /.*/");
        Dictionary<string, JsonElement> row = Row(series);
        Assert.Equal(measurement, series.GetProperty("name").GetString());
        Assert.Equal(value, row[key].GetString());
        Assert.Equal(7, row[field].GetDouble());
        Assert.Equal(1, writer.Written);
    }

    [Fact] // InfluxDB 1.6 refuses such a field, and takes such a measurement and never finds it again
    public async Task Influxd_BackslashBeforeWhatIsEscaped_IsReadBackAsASlash()
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartInfluxAsync();
        await using var writer = new InfluxWriter(new() { Url = server.Url, Database = "plant" });

        writer.Write([Raw(new SeriesRegistry().Group(@"a\,b", (@"a\ b", @"a\=b")).Field(@"a\,b"), SampleKind.Double, BitConverter.DoubleToUInt64Bits(7))]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);

        JsonElement series = await SeriesAsync(server, "SELECT * FROM /.*/");
        Assert.Equal("a/,b", series.GetProperty("name").GetString());
        Assert.Equal("a/=b", Row(series)["a/ b"].GetString());
        Assert.Equal(7, Row(series)["a/,b"].GetDouble());
    }

    [Fact]
    public async Task Influxd_MeasurementThatLooksLikeAComment_IsNotLost()
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartInfluxAsync();
        await using var writer = new InfluxWriter(new() { Url = server.Url, Database = "plant" });

        writer.Write([Raw(new SeriesRegistry().Group("#1", ("path", @"C:\")).Field("f"), SampleKind.Int64, 1)]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);

        Assert.Equal("C:/", (await RowAsync(server, "SELECT * FROM /.*/"))["path"].GetString());
    }

    [Fact]
    public async Task Influxd_FieldTypeConflict_IsCountedAndTheRestIsKept()
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartInfluxAsync();
        await using var writer = new InfluxWriter(new() { Url = server.Url, Database = "plant" });
        Series series = new SeriesRegistry().Group("m").Field("f");
        writer.Write([Raw(series, SampleKind.Int64, 1)]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);

        writer.Write([At(series, 1.5, Time + 1), Sample.Received(series, SampleKind.Int64, 2, Time + 2), At(series, 2.5, Time + 3)]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);

        Assert.Equal((2L, 2L), (writer.Written, writer.Lost));
        Assert.Equal(SinkState.Degraded, writer.Health.State);
        Assert.Contains("field type conflict", writer.Health.Detail, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync(server, "m"));
    }

    [Fact]
    public async Task Influxd_TakingOnlySmallRequests_GetsEverythingInParts()
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartInfluxAsync(requestLimit: "3000");
        await using var writer = new InfluxWriter(new() { Url = server.Url, Database = "plant" });
        Series series = new SeriesRegistry().Group("m").Field("f");

        writer.Write([.. Enumerable.Range(0, 1_000).Select(i => At(series, i, Time + i))]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);

        Assert.Equal((1_000L, 0L), (writer.Written, writer.Lost));
        Assert.Equal(1_000, await CountAsync(server, "m"));
    }

    [Fact]
    public async Task Influxd_KilledAndStartedAgain_NothingIsLost()
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartInfluxAsync();
        await using var writer = new InfluxWriter(new()
        {
            Url = server.Url,
            Database = "plant",
            BatchCount = 500,
            BatchAge = TimeSpan.FromMilliseconds(50),
            RetryDelay = TimeSpan.FromMilliseconds(20),
            MaxRetryDelay = TimeSpan.FromMilliseconds(200),
        });
        Series series = new SeriesRegistry().Group("m").Field("f");

        Write(0, 5_000);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);
        Write(5_000, 10_000); // under way while the server is killed
        await server.KillAsync();
        Write(10_000, 20_000);
        Task flush = writer.FlushAsync().AsTask();
        Assert.Equal((5_000L, 0L), (Math.Min(writer.Written, 5_000), writer.Lost));
        await server.StartAsync();
        await flush.WaitAsync(Patience);

        Assert.Equal((20_000L, 0L, 0L), (writer.Written, writer.Lost, writer.Waiting));
        Assert.Equal(20_000, await CountAsync(server, "m"));
        Assert.Equal(new SinkHealth(SinkState.Ok), writer.Health);

        void Write(int from, int to)
        {
            for (int i = from; i < to; i += 100)
                Assert.Equal(100, writer.Write([.. Enumerable.Range(i, 100).Select(j => At(series, j, Time + j))]));
        }
    }

    [Fact]
    public async Task VictoriaMetrics_OverVersion2_IsReadBack()
    {
        await using TimeSeriesServer server = await TimeSeriesServer.StartVictoriaMetricsAsync();
        await using var writer = new InfluxWriter(new()
        {
            Url = server.Url,
            Bucket = "plant",
            Organization = "busbar",
            Token = "any",
            Precision = TimestampPrecision.Milliseconds,
            Compress = true,
        });
        SeriesGroup group = new SeriesRegistry().Group("feeder", ("bay", "3 =,a"));

        writer.Write(
        [
            Raw(group.Field("power"), SampleKind.Double, BitConverter.DoubleToUInt64Bits(41.7)),
            Raw(group.Field("energy"), SampleKind.UInt64, 123_456),
            Raw(group.Field("closed"), SampleKind.Boolean, 1, Quality.Substituted),
        ]);
        await writer.FlushAsync().AsTask().WaitAsync(Patience);
        await server.GetAsync("/internal/force_flush"); // makes what was written visible at once
        string export = await server.GetAsync("/api/v1/export?match[]=" + Uri.EscapeDataString("{__name__=~\"feeder_.*\"}"));

        var values = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(
            series => series.GetProperty("metric").GetProperty("__name__").GetString()!,
            series => (series.GetProperty("metric").GetProperty("bay").GetString(), series.GetProperty("values")[0].GetDouble(), series.GetProperty("timestamps")[0].GetInt64()));
        Assert.Equal(
            new()
            {
                ["feeder_power"] = ("3 =,a", 41.7, Time / 1_000_000),
                ["feeder_energy"] = ("3 =,a", 123_456, Time / 1_000_000),
                ["feeder_closed"] = ("3 =,a", 1, Time / 1_000_000),
                ["feeder_closed_quality"] = ("3 =,a", (int)Quality.Substituted, Time / 1_000_000),
            },
            values);
        Assert.Equal((3L, 0L), (writer.Written, writer.Lost));
    }

    private static Sample Raw(Series series, SampleKind kind, ulong bits, Quality quality = Quality.Good) => Sample.Received(series, kind, bits, Time, quality);

    private static Sample At(Series series, double value, long time) => Sample.Received(series, SampleKind.Double, BitConverter.DoubleToUInt64Bits(value), time);

    private static async Task<JsonElement> SeriesAsync(TimeSeriesServer server, string query)
    {
        string body = await server.GetAsync("/query?db=plant&epoch=ns&q=" + Uri.EscapeDataString(query));
        JsonElement result = JsonDocument.Parse(body).RootElement.GetProperty("results")[0];
        Assert.True(result.TryGetProperty("series", out JsonElement series), body);
        Assert.Equal(1, series.GetArrayLength());
        return series[0];
    }

    private static async Task<Dictionary<string, JsonElement>> RowAsync(TimeSeriesServer server, string query) => Row(await SeriesAsync(server, query));

    // The one row, its nulls left out.
    private static Dictionary<string, JsonElement> Row(JsonElement series)
    {
        Assert.Equal(1, series.GetProperty("values").GetArrayLength());
        return series.GetProperty("columns").EnumerateArray().Zip(series.GetProperty("values")[0].EnumerateArray())
            .Where(cell => cell.Second.ValueKind != JsonValueKind.Null)
            .ToDictionary(cell => cell.First.GetString()!, cell => cell.Second);
    }

    private static async Task<int> CountAsync(TimeSeriesServer server, string measurement) =>
        (await RowAsync(server, string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(f) FROM {measurement}")))["count"].GetInt32();
}
