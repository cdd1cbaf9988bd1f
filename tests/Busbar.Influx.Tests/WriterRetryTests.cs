using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Busbar.Influx.Tests;

/// <summary>A server that is busy or away: what waits for it, how long, and what is said meanwhile.</summary>
public sealed class WriterRetryTests : InfluxWriterFixture
{
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
            (await Server.NextAsync()).Answer(status, "{\"error\":\"overloaded\"}");
            TimeSpan longest = TimeSpan.FromMilliseconds(500 * Math.Pow(2, attempt));
            TimeSpan delay = await NextRetryAsync(longest, again: attempt > 0);
            SinkHealth health = writer.Health;
            Assert.Equal(SinkState.Degraded, health.State);
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:8086 answered {(int)status}: overloaded; 1 samples waiting, 0 lost; next try in {Math.Ceiling(delay.TotalSeconds):0} s"),
                health.Detail);
            Time.Advance(delay);
        }

        (await Server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal((1L, 0L), (writer.Written, writer.Lost));
        Assert.Equal(new SinkHealth(SinkState.Ok), writer.Health);
        Assert.Equal(1, Log.Entries.Count(entry => entry.Level == LogLevel.Warning));
        Assert.Contains(Log.Entries, entry => entry.Id.Id == 802);
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

        Exchange first = await Server.NextAsync();
        first.Fail(new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.ConnectionRefused)));
        TimeSpan delay = await NextRetryAsync(Second / 2);
        writer.Write(Samples(1, 2));

        Assert.Equal(new SinkHealth(SinkState.Down, "http://127.0.0.1:8086 refused the connection; 3 samples waiting, 0 lost; next try in 1 s"), writer.Health);

        Time.Advance(delay);
        Exchange second = await Server.NextAsync();
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

        await Server.NextAsync();
        Time.Advance(TimeSpan.FromSeconds(11));
        TimeSpan delay = await NextRetryAsync(Second / 2);
        Assert.StartsWith("http://127.0.0.1:8086 did not answer within 11 s;", writer.Health.Detail, StringComparison.Ordinal);
        Time.Advance(delay);
        (await Server.NextAsync()).Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal(1, writer.Written);
    }

    [Fact]
    public async Task GiveUpAfter_Passed_CountsTheBatchAsLost()
    {
        await using InfluxWriter writer = Make(options => options.GiveUpAfter = TimeSpan.FromMilliseconds(100));
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.BadGateway);
        Time.Advance(await NextRetryAsync(Second / 2));
        (await Server.NextAsync()).Answer(HttpStatusCode.BadGateway);
        await flush.WaitAsync(Long);

        Assert.Equal((0L, 1L), (writer.Written, writer.Lost));
    }

    private async Task<TimeSpan> DelayAfter(string retryAfter)
    {
        await using InfluxWriter writer = Make();
        writer.Write(Samples(0, 1));
        Task flush = writer.FlushAsync().AsTask();
        (await Server.NextAsync()).Answer(HttpStatusCode.ServiceUnavailable, retryAfter: retryAfter);
        TimeSpan delay = await Time.NextTimerAsync(TimeSpan.FromSeconds(12), TimeSpan.MaxValue);
        await writer.DisposeAsync();
        await flush.WaitAsync(Long);
        return delay;
    }
}
