using Busbar.Testing;

namespace Busbar.Influx.Tests;

/// <summary>A server acted by the test, hand-driven time, and a series: what each of these tests begins with.</summary>
public abstract class InfluxWriterFixture
{
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    protected static readonly TimeSpan Long = TimeSpan.FromSeconds(30); // guards against a test that would hang

    protected ManualTimeProvider Time { get; } = new();

    internal FakeServer Server { get; } = new();

    protected RecordingLogger Log { get; } = new();

    protected Series Series { get; } = new SeriesRegistry().Group("m").Field("f");

    protected InfluxWriter Make(Action<InfluxOptions>? configure = null)
    {
        var options = new InfluxOptions
        {
            Database = "plant",
            Handler = Server,
            TimeProvider = Time,
            Logger = Log,
            RequestTimeout = TimeSpan.FromSeconds(11),
            Seed = 1,
            DrainTimeout = TimeSpan.Zero, // a test that fails must not wait for time that nobody moves
        };
        configure?.Invoke(options);
        return new InfluxWriter(options);
    }

    protected Sample[] Samples(int first, int count) => [.. Enumerable.Range(first, count).Select(i => Lines.At(Series, i, i))];

    /// <summary>Waits until the writer waits before its next attempt, and has said so.</summary>
    /// <returns>The delay, of at most <paramref name="longest"/> and half of it at least.</returns>
    protected async Task<TimeSpan> NextRetryAsync(TimeSpan longest, bool again = false)
    {
        await Log.NextAsync(again ? 801 : 800); // logged when the delay runs and the health tells of it
        return await Time.NextTimerAsync(longest / 2, longest);
    }
}
