using Busbar.Sql;
using Busbar.Testing;
using Microsoft.Data.Sqlite;

namespace Busbar.Sqlite.Tests;

/// <summary>A folder of its own, hand-driven time, and series: what each of these tests begins with.</summary>
public abstract class HistoryFixture : IDisposable
{
    protected const long Start = 1_767_225_600_000_000_000; // 2026-01-01T00:00:00Z
    protected const long Second = 1_000_000_000;
    protected const long Hour = 3_600 * Second;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("busbar-history-");

    protected ManualTimeProvider Time { get; } = new();

    protected RecordingLogger Log { get; } = new();

    protected SeriesRegistry Registry { get; } = new();

    protected Series Power => Registry.Group("feeder", ("site", "north"), ("bay", "3")).Field("active_power", unit: "kW");

    protected string Database => PathOf("plant.db");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    protected SqlHistory Open(Action<SqlHistoryOptions>? configure = null, string? path = null, bool fails = false)
    {
        // Where the database fails, the end must not wait for time that nobody moves.
        var options = new SqlHistoryOptions { TimeProvider = Time, Logger = Log, DrainTimeout = fails ? TimeSpan.Zero : TimeSpan.FromMinutes(1) };
        configure?.Invoke(options);
        return SqliteHistory.Open(path ?? Database, options);
    }

    protected static Sample At(Series series, double value, long time, Quality quality = Quality.Good) =>
        Sample.Received(series, SampleKind.Double, BitConverter.DoubleToUInt64Bits(value), time, quality);

    protected static Sample[] Ramp(Series series, int count, long start = Start, long step = Second) =>
        [.. Enumerable.Range(0, count).Select(i => At(series, i, start + (i * step)))];

    protected static async Task<Sample[]> AllAsync(SqlHistory history, Series series) =>
        [.. await history.ReadAsync(series, long.MinValue, long.MaxValue, int.MaxValue)];

    protected static IEnumerable<double> Values(IEnumerable<Sample> samples) => samples.Select(sample => sample.AsDouble());

    /// <summary>Stores in several steps, so that samples come to lie in packs and in the journal.</summary>
    protected static async Task StoreAsync(SqlHistory history, params Sample[] samples)
    {
        Assert.Equal(samples.Length, history.Write(samples));
        await history.FlushAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    protected long Query(string statement, string? path = null)
    {
        using var connection = new SqliteConnection($"Data Source={path ?? Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        return command.ExecuteScalar() is long value ? value : -1;
    }
}
