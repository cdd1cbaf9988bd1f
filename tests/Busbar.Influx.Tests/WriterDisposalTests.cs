using System.Net;

namespace Busbar.Influx.Tests;

/// <summary>The end of a writer: what still waits is delivered or counted.</summary>
public sealed class WriterDisposalTests : InfluxWriterFixture
{
    [Fact]
    public async Task DisposeAsync_DeliversWhatWaits()
    {
        InfluxWriter writer = Make(options => options.DrainTimeout = TimeSpan.FromSeconds(5));
        writer.Write(Samples(0, 2));

        Task disposing = writer.DisposeAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.NoContent);
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
        (await Server.NextAsync()).Answer(HttpStatusCode.ServiceUnavailable);
        await NextRetryAsync(Second / 2);

        Task disposing = writer.DisposeAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.NoContent);
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
        await Server.NextAsync();

        Task disposing = writer.DisposeAsync().AsTask();
        await Time.NextTimerAsync(TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5));
        await disposing.WaitAsync(Long);
        await flush.WaitAsync(Long);

        Assert.Equal((0L, 5L, 0L), (writer.Written, writer.Lost, writer.Waiting));
    }
}
