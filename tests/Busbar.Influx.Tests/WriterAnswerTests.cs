using System.Net;
using Microsoft.Extensions.Logging;

namespace Busbar.Influx.Tests;

/// <summary>Answers that settle a batch: parts of it, refusals, a database that is missing.</summary>
public sealed class WriterAnswerTests : InfluxWriterFixture
{
    [Fact]
    public async Task Answer_TooLarge_IsSplitInHalves()
    {
        await using InfluxWriter writer = Make(options => options.BatchCount = 8);
        writer.Write([.. Samples(0, 7), Lines.At(Series, double.NaN)]);
        var delivered = new List<string>();

        Task flush = writer.FlushAsync().AsTask();
        while (delivered.Count < 7)
        {
            Exchange exchange = await Server.NextAsync();
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
        (await Server.NextAsync()).Answer(HttpStatusCode.RequestEntityTooLarge);
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
            (await Server.NextAsync()).Answer(HttpStatusCode.Unauthorized, "{\"error\":\"authorization failed\"}");
            await flush.WaitAsync(Long);
        }

        Assert.Equal((0L, 3L), (writer.Written, writer.Lost));
        Assert.Equal(new SinkHealth(SinkState.Down, "http://127.0.0.1:8086 answered 401: authorization failed; 3 samples lost in all"), writer.Health);
        Assert.Equal("http://127.0.0.1:8086 answered 401: authorization failed; 1 samples are given up. The same reason is logged once", Assert.Single(Log.Entries, entry => entry.Level == LogLevel.Error).Message);
    }

    [Fact]
    public async Task Answer_LongMessageOfSeveralLines_IsOneBoundedLine()
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.BadRequest, "<html>\r\n" + new string('x', 100_000));
        await flush.WaitAsync(Long);

        string text = Assert.Single(Log.Entries, entry => entry.Level == LogLevel.Error).Message;
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
        (await Server.NextAsync()).Answer(HttpStatusCode.BadRequest, $"{{\"error\":\"{Error}\"}}\n", error: Error);
        await flush.WaitAsync(Long);

        Assert.Equal((7L, 3L), (writer.Written, writer.Lost));
        Assert.Equal(SinkState.Degraded, writer.Health.State);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SinkState.Ok, writer.Health.State);
    }

    [Fact]
    public async Task Answer_NoDatabase_CreatesItAndWritesAgain()
    {
        await using InfluxWriter writer = Make(options => options.Database = "pl\"ant");
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.NotFound, "{\"error\":\"database not found: \\\"plant\\\"\"}");
        Exchange create = await Server.NextAsync();
        create.Answer(HttpStatusCode.OK, "{\"results\":[{\"statement_id\":0}]}");
        Exchange again = await Server.NextAsync();
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
        (await Server.NextAsync()).Answer(HttpStatusCode.NotFound, "{\"error\":\"database not found: \\\"plant\\\"\"}");
        (await Server.NextAsync()).Answer(HttpStatusCode.Forbidden, "{\"error\":\"not allowed\"}");
        await flush.WaitAsync(Long);

        Assert.Equal("http://127.0.0.1:8086 answered 403: not allowed; 1 samples lost in all", writer.Health.Detail);
    }

    [Fact]
    public async Task Answer_NoDatabaseAndCreatingSwitchedOff_GivesUp()
    {
        await using InfluxWriter writer = Make(options => options.CreateDatabase = false);
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.NotFound, "{\"error\":\"database not found: \\\"plant\\\"\"}");
        await flush.WaitAsync(Long);

        Assert.Equal(1, writer.Lost);
    }
}
