using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Busbar.Testing;
using Microsoft.Extensions.Logging;

namespace Busbar.Influx.Tests;

public class InfluxWriterTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30); // guards against a test that would hang

    private readonly WatchedTime _time = new();
    private readonly FakeServer _server = new();
    private readonly ListLogger _log = new();
    private readonly Series _series = new SeriesRegistry().Group("m").Field("f");

    [Fact]
    public async Task Write_CountReached_IsSentAtOnce()
    {
        await using InfluxWriter writer = Make(options => options.BatchCount = 3);

        Assert.Equal(3, writer.Write(Samples(0, 3)));
        Exchange exchange = await _server.NextAsync();
        exchange.Answer(HttpStatusCode.NoContent);
        await writer.FlushAsync();

        Assert.Equal("http://127.0.0.1:8086/write?db=plant&precision=n", exchange.Uri.AbsoluteUri);
        Assert.Equal("m f=0 0\nm f=1 1\nm f=2 2\n", exchange.Body);
        Assert.Null(exchange.Authorization);
        Assert.Equal((3L, 0L, 0L), (writer.Written, writer.Lost, writer.Waiting));
        Assert.Equal(SinkState.Ok, writer.Health.State);
    }

    [Fact]
    public async Task Write_FewerThanABatch_AreSentAtTheirAge()
    {
        await using InfluxWriter writer = Make();

        writer.Write(Samples(0, 2));
        await _time.NextWaitAsync(Second, Second);
        _time.Advance(Second);
        Exchange exchange = await _server.NextAsync();
        exchange.Answer(HttpStatusCode.NoContent);

        Assert.Equal(2, exchange.Lines);
    }

    [Fact]
    public async Task FlushAsync_WaitsUntilTheServerHasAnswered()
    {
        await using InfluxWriter writer = Make();

        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await _server.NextAsync();

        Assert.False(flush.IsCompleted);
        Assert.Equal(1, writer.Waiting);

        exchange.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);
    }

    [Fact]
    public async Task FlushAsync_Cancelled_ThrowsWithTheCallersToken()
    {
        await using InfluxWriter writer = Make();
        using var cancellation = new CancellationTokenSource();

        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync(cancellation.Token).AsTask();
        await _server.NextAsync();
        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public async Task FlushAsync_NothingWritten_IsDoneAtOnce()
    {
        await using InfluxWriter writer = Make();

        Assert.True(writer.FlushAsync().AsTask().IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Answer_ServerBusy_IsTriedAgainWithGrowingDelays(HttpStatusCode status)
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync().AsTask();

        for (int attempt = 0; attempt < 4; attempt++)
        {
            (await _server.NextAsync()).Answer(status, "{\"error\":\"overloaded\"}");
            TimeSpan longest = TimeSpan.FromMilliseconds(500 * Math.Pow(2, attempt));
            TimeSpan delay = await _time.NextWaitAsync(longest / 2, longest);
            SinkHealth health = writer.Health;
            Assert.Equal(SinkState.Degraded, health.State);
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:8086 answered {(int)status}: overloaded; 1 samples waiting, 0 lost; next try in {Math.Ceiling(delay.TotalSeconds):0} s"),
                health.Detail);
            _time.Advance(delay);
        }

        (await _server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal((1L, 0L), (writer.Written, writer.Lost));
        Assert.Equal(new SinkHealth(SinkState.Ok), writer.Health);
        Assert.Equal(1, _log.Entries.Count(entry => entry.Level == LogLevel.Warning));
        Assert.Contains(_log.Entries, entry => entry.Id == 802);
    }

    [Fact]
    public async Task Answer_RetryAfterSeconds_IsHeeded() => Assert.Equal(TimeSpan.FromSeconds(17), await DelayAfter("17"));

    [Fact]
    public async Task Answer_RetryAfterDate_IsHeeded() => Assert.Equal(TimeSpan.FromSeconds(60), await DelayAfter("Thu, 01 Jan 2026 00:01:00 GMT"));

    [Fact]
    public async Task Answer_RetryAfterAWeek_IsBoundedToAnHour() => Assert.Equal(TimeSpan.FromHours(1), await DelayAfter("604800"));

    [Fact]
    public async Task Answer_ConnectionRefused_SamplesWaitAndTheHealthSaysWhy()
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync().AsTask();

        Exchange first = await _server.NextAsync();
        first.Fail(new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.ConnectionRefused)));
        TimeSpan delay = await _time.NextWaitAsync(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500));
        writer.Write(Samples(1, 2));

        Assert.Equal(new SinkHealth(SinkState.Down, "http://127.0.0.1:8086 refused the connection; 3 samples waiting, 0 lost; next try in 1 s"), writer.Health);

        _time.Advance(delay);
        Exchange second = await _server.NextAsync();
        Assert.Equal(first.Body, second.Body);
        second.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);
    }

    [Fact]
    public async Task Answer_None_IsTriedAgainAfterTheTimeout()
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync().AsTask();

        await _server.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(11));
        TimeSpan delay = await _time.NextWaitAsync(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500));
        Assert.StartsWith("http://127.0.0.1:8086 did not answer within 11 s;", writer.Health.Detail, StringComparison.Ordinal);
        _time.Advance(delay);
        (await _server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal(1, writer.Written);
    }

    [Fact]
    public async Task Answer_TooLarge_IsSplitInHalves()
    {
        await using InfluxWriter writer = Make(options => options.BatchCount = 8);
        writer.Write([.. Samples(0, 7), Lines.At(_series, double.NaN)]);
        var delivered = new List<string>();

        Task flush = writer.FlushAsync().AsTask();
        while (delivered.Count < 7)
        {
            Exchange exchange = await _server.NextAsync();
            bool taken = exchange.Lines <= 2;
            exchange.Answer(taken ? HttpStatusCode.NoContent : HttpStatusCode.RequestEntityTooLarge);
            if (taken)
                delivered.AddRange(exchange.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        await flush.WaitAsync(Long);
        Assert.Equal([.. Enumerable.Range(0, 7).Select(i => $"m f={i} {i}")], delivered);
        Assert.Equal((7L, 0L, 1L), (writer.Written, writer.Lost, writer.Rejected));
    }

    [Fact]
    public async Task Answer_OneLineTooLarge_IsGivenUp()
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.RequestEntityTooLarge);
        await flush.WaitAsync(Long);

        Assert.Equal((0L, 1L), (writer.Written, writer.Lost));
    }

    [Fact]
    public async Task Answer_Refused_GivesUpTheBatchAndLogsTheReasonOnce()
    {
        await using InfluxWriter writer = Make();

        for (int batch = 0; batch < 3; batch++)
        {
            writer.Write(Samples(batch, 1));
            Task flush = writer.FlushAsync().AsTask();
            (await _server.NextAsync()).Answer(HttpStatusCode.Unauthorized, "{\"error\":\"authorization failed\"}");
            await flush.WaitAsync(Long);
        }

        Assert.Equal((0L, 3L), (writer.Written, writer.Lost));
        Assert.Equal(new SinkHealth(SinkState.Down, "http://127.0.0.1:8086 answered 401: authorization failed; 3 samples lost in all"), writer.Health);
        Assert.Equal("http://127.0.0.1:8086 answered 401: authorization failed; 1 samples are given up. The same reason is logged once", Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error).Text);
    }

    [Fact]
    public async Task Answer_LongMessageOfSeveralLines_IsOneBoundedLine()
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.BadRequest, "<html>\r\n" + new string('x', 100_000));
        await flush.WaitAsync(Long);

        string text = Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error).Text;
        Assert.InRange(text.Length, 400, 600);
        Assert.DoesNotContain('\n', text);
    }

    [Fact] // InfluxDB 1.6, coordinator/points_writer.go and services/httpd/handler.go
    public async Task Answer_PartialWrite_CountsWhatTheServerDropped()
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 10));

        Task flush = writer.FlushAsync().AsTask();
        const string Error = "partial write: field type conflict: input field \\\"f\\\" on measurement \\\"m\\\" is type float, already exists as type integer dropped=3";
        (await _server.NextAsync()).Answer(HttpStatusCode.BadRequest, $"{{\"error\":\"{Error}\"}}\n", error: Error);
        await flush.WaitAsync(Long);

        Assert.Equal((7L, 3L), (writer.Written, writer.Lost));
        Assert.Equal(SinkState.Degraded, writer.Health.State);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SinkState.Ok, writer.Health.State);
    }

    [Fact]
    public async Task Answer_NoDatabase_CreatesItAndWritesAgain()
    {
        await using InfluxWriter writer = Make(options => options.Database = "pl\"ant");
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.NotFound, "{\"error\":\"database not found: \\\"plant\\\"\"}");
        Exchange create = await _server.NextAsync();
        create.Answer(HttpStatusCode.OK, "{\"results\":[{\"statement_id\":0}]}");
        Exchange again = await _server.NextAsync();
        again.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal("/query", create.Uri.AbsolutePath);
        Assert.Equal("CREATE DATABASE \"pl\\\"ant\"", WebUtility.UrlDecode(create.Body["q=".Length..]));
        Assert.Equal("m f=0 0\n", again.Body);
        Assert.Equal((1L, 0L), (writer.Written, writer.Lost));
    }

    [Fact]
    public async Task Answer_NoDatabaseAndNotAllowedToCreate_GivesUp()
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.NotFound, "{\"error\":\"database not found: \\\"plant\\\"\"}");
        (await _server.NextAsync()).Answer(HttpStatusCode.Forbidden, "{\"error\":\"not allowed\"}");
        await flush.WaitAsync(Long);

        Assert.Equal("http://127.0.0.1:8086 answered 403: not allowed; 1 samples lost in all", writer.Health.Detail);
    }

    [Fact]
    public async Task Answer_NoDatabaseAndCreatingSwitchedOff_GivesUp()
    {
        await using InfluxWriter writer = Make(options => options.CreateDatabase = false);
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.NotFound, "{\"error\":\"database not found: \\\"plant\\\"\"}");
        await flush.WaitAsync(Long);

        Assert.Equal(1, writer.Lost);
    }

    [Fact]
    public async Task Write_QueueFull_DropsTheOldestAndCountsThem()
    {
        await using InfluxWriter writer = Make(options => (options.BatchCount, options.QueueCapacity) = (2, 4));
        writer.Write(Samples(0, 2));
        Exchange first = await _server.NextAsync(); // these two are on their way

        Assert.Equal(6, writer.Write(Samples(2, 6)));

        Assert.Equal((6L, 2L), (writer.Waiting, writer.Lost));
        Task flush = writer.FlushAsync().AsTask();
        first.Answer(HttpStatusCode.NoContent);
        Exchange second = await _server.NextAsync();
        second.Answer(HttpStatusCode.NoContent);
        Exchange third = await _server.NextAsync();
        third.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);
        Assert.Equal("m f=4 4\nm f=5 5\nm f=6 6\nm f=7 7\n", second.Body + third.Body);
        Assert.Equal((6L, 2L, 0L), (writer.Written, writer.Lost, writer.Waiting));
        Assert.Equal(SinkState.Degraded, writer.Health.State);
    }

    [Fact]
    public async Task Write_NotFinite_IsRejectedAndCounted()
    {
        await using InfluxWriter writer = Make();

        writer.Write([Lines.At(_series, double.NaN), Lines.At(_series, 1, 1)]);
        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal((1L, 0L, 1L), (writer.Written, writer.Lost, writer.Rejected));
    }

    [Fact]
    public async Task GiveUpAfter_Passed_CountsTheBatchAsLost()
    {
        await using InfluxWriter writer = Make(options => options.GiveUpAfter = TimeSpan.FromMilliseconds(100));
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.BadGateway);
        _time.Advance(await _time.NextWaitAsync(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500)));
        (await _server.NextAsync()).Answer(HttpStatusCode.BadGateway);
        await flush.WaitAsync(Long);

        Assert.Equal((0L, 1L), (writer.Written, writer.Lost));
    }

    [Fact]
    public async Task DisposeAsync_DeliversWhatWaits()
    {
        InfluxWriter writer = Make(options => options.DrainTimeout = TimeSpan.FromSeconds(5));
        writer.Write(Samples(0, 2));

        Task disposing = writer.DisposeAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await disposing.WaitAsync(Long);

        Assert.Equal((2L, 0L), (writer.Written, writer.Lost));
        Assert.Equal(0, writer.Write(Samples(0, 1)));
        Assert.False(await writer.WaitToWriteAsync());
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task DisposeAsync_WhileWaitingForARetry_TriesOnceMoreAtOnce()
    {
        InfluxWriter writer = Make(options => options.DrainTimeout = TimeSpan.FromSeconds(5));
        writer.Write(Samples(0, 2));
        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.ServiceUnavailable);
        await _time.NextWaitAsync(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500));

        Task disposing = writer.DisposeAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await disposing.WaitAsync(Long);
        await flush.WaitAsync(Long);

        Assert.Equal((2L, 0L), (writer.Written, writer.Lost));
    }

    [Fact]
    public async Task DisposeAsync_ServerSilent_EndsInTimeAndCountsWhatIsLost()
    {
        InfluxWriter writer = Make(options => (options.BatchCount, options.DrainTimeout) = (2, TimeSpan.FromSeconds(5)));
        writer.Write(Samples(0, 5));
        Task flush = writer.FlushAsync().AsTask();
        await _server.NextAsync();

        Task disposing = writer.DisposeAsync().AsTask();
        await _time.NextWaitAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(5));
        await disposing.WaitAsync(Long);
        await flush.WaitAsync(Long);

        Assert.Equal((0L, 5L, 0L), (writer.Written, writer.Lost, writer.Waiting));
    }

    [Fact]
    public async Task Credentials_AreSentAndNeverSaid()
    {
        var options = new InfluxOptions { Database = "plant", UserName = "ann", Password = "s3cret", Handler = _server, TimeProvider = _time, Logger = _log };
        await using var writer = new InfluxWriter(options);
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await _server.NextAsync();
        exchange.Answer(HttpStatusCode.Unauthorized);
        await flush.WaitAsync(Long);

        Assert.Equal("Basic " + Convert.ToBase64String("ann:s3cret"u8), exchange.Authorization);
        Assert.DoesNotContain("s3cret", exchange.Uri.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", writer.Health.ToString(), StringComparison.Ordinal);
        Assert.All(_log.Entries, entry => Assert.DoesNotContain("s3cret", entry.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version2_UsesItsAddressAndToken()
    {
        await using var writer = new InfluxWriter(new()
        {
            Url = new("https://influx.example/base"),
            Bucket = "plant a",
            Organization = "o&o",
            Token = "t0ken",
            Precision = TimestampPrecision.Milliseconds,
            Handler = _server,
            TimeProvider = _time,
            Compress = true,
        });
        writer.Write([Lines.At(_series, 1, 5_000_000), Sample.Received(_series, SampleKind.UInt64, 7, 6_000_000)]);

        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await _server.NextAsync();
        exchange.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal("https://influx.example/base/api/v2/write?org=o%26o&bucket=plant+a&precision=ms", exchange.Uri.AbsoluteUri);
        Assert.Equal("Token t0ken", exchange.Authorization);
        Assert.Equal("m f=1 5\nm f=7u 6\n", exchange.Body);
        Assert.Equal(["gzip"], exchange.Encodings);
    }

    [Fact]
    public async Task Version1_NamesTheRetentionPolicyAndMicroseconds()
    {
        await using InfluxWriter writer = Make(options => (options.RetentionPolicy, options.Precision) = ("two weeks", TimestampPrecision.Microseconds));
        writer.Write(Samples(5_000, 1));

        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await _server.NextAsync();
        exchange.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal("?db=plant&rp=two+weeks&precision=u", exchange.Uri.Query);
        Assert.Equal("m f=5000 5\n", exchange.Body);
    }

    [Fact]
    public async Task Write_AllocatesNothing()
    {
        await using InfluxWriter writer = Make(options => (options.BatchCount, options.QueueCapacity) = (100, 2_048));
        Sample[] batch = Samples(0, 10);
        writer.Write(Samples(0, 100));
        await _server.NextAsync(); // the loop waits for an answer that does not come

        Assert.Equal(0, Allocations.OfThisThread(() => writer.Write(batch)));
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://user:pass@127.0.0.1:8086")]
    [InlineData("http://127.0.0.1:8086/?u=a&p=b")]
    public void Constructor_UnusableUrl_Throws(string url) =>
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Url = new(url, UriKind.RelativeOrAbsolute), Database = "plant" }));

    [Fact]
    public void Constructor_ContradictoryOptions_Throws()
    {
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new()));
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Database = "a", Bucket = "b" }));
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Database = "a", Token = "t" }));
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Bucket = "b", UserName = "u" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfluxWriter(new() { Database = "a", BatchCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfluxWriter(new() { Database = "a", QueueCapacity = 4_999 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfluxWriter(new() { Database = "a", BatchAge = TimeSpan.Zero }));
    }

    private async Task<TimeSpan> DelayAfter(string retryAfter)
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync().AsTask();
        (await _server.NextAsync()).Answer(HttpStatusCode.ServiceUnavailable, retryAfter: retryAfter);
        TimeSpan delay = await _time.NextWaitAsync(TimeSpan.FromSeconds(12), TimeSpan.MaxValue);
        await writer.DisposeAsync();
        await flush.WaitAsync(Long);
        return delay;
    }

    private InfluxWriter Make(Action<InfluxOptions>? configure = null)
    {
        var options = new InfluxOptions
        {
            Database = "plant",
            Handler = _server,
            TimeProvider = _time,
            Logger = _log,
            RequestTimeout = TimeSpan.FromSeconds(11),
            Seed = 1,
            DrainTimeout = TimeSpan.Zero, // a test that fails must not wait for time that nobody moves
        };
        configure?.Invoke(options);
        return new InfluxWriter(options);
    }

    private Sample[] Samples(int first, int count) => [.. Enumerable.Range(first, count).Select(i => Lines.At(_series, i, i))];
}
