using System.Net;
using Busbar.Testing;

namespace Busbar.Influx.Tests;

/// <summary>What is sent together and when; what waits, and what waiting costs.</summary>
public sealed class WriterBatchTests : InfluxWriterFixture
{
    [Fact]
    public async Task Write_CountReached_IsSentAtOnce()
    {
        await using InfluxWriter writer = Make(options => options.BatchCount = 3);

        Assert.Equal(3, writer.Write(Samples(0, 3)));
        Exchange exchange = await Server.NextAsync();
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
        await Time.NextTimerAsync(Second);
        Time.Advance(Second);
        Exchange exchange = await Server.NextAsync();
        exchange.Answer(HttpStatusCode.NoContent);

        Assert.Equal(2, exchange.Lines);
    }

    [Fact]
    public async Task FlushAsync_WaitsUntilTheServerHasAnswered()
    {
        await using InfluxWriter writer = Make();

        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await Server.NextAsync();

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
        await Server.NextAsync();
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

    [Fact]
    public async Task Write_QueueFull_DropsTheOldestAndCountsThem()
    {
        await using InfluxWriter writer = Make(options => (options.BatchCount, options.QueueCapacity) = (2, 4));
        writer.Write(Samples(0, 2));
        Exchange first = await Server.NextAsync(); // these two are on their way

        Assert.Equal(6, writer.Write(Samples(2, 6)));

        Assert.Equal((6L, 2L), (writer.Waiting, writer.Lost));
        Task flush = writer.FlushAsync().AsTask();
        first.Answer(HttpStatusCode.NoContent);
        Exchange second = await Server.NextAsync();
        second.Answer(HttpStatusCode.NoContent);
        Exchange third = await Server.NextAsync();
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

        writer.Write([Lines.At(Series, double.NaN), Lines.At(Series, 1, 1)]);
        Task flush = writer.FlushAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal((1L, 0L, 1L), (writer.Written, writer.Lost, writer.Rejected));
    }

    [Fact]
    public async Task Write_AllocatesNothing()
    {
        await using InfluxWriter writer = Make(options => (options.BatchCount, options.QueueCapacity) = (100, 2_048));
        Sample[] batch = Samples(0, 10);
        writer.Write(Samples(0, 100));
        await Server.NextAsync(); // the loop waits for an answer that does not come

        Assert.Equal(0, Allocations.OfThisThread(() => writer.Write(batch)));
    }
}
