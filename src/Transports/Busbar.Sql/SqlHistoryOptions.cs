using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Sql;

/// <summary>How a <see cref="SqlHistory"/> gathers, keeps and forgets. Copied and checked when the history is made.</summary>
public sealed record SqlHistoryOptions
{
    /// <summary>The name of a history that was given none.</summary>
    public const string DefaultName = "history";

    /// <summary>The history for people, in logs and sentences about its health. Default <c>history</c>.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>How many samples may wait to be stored; beyond it <see cref="SqlHistory.Write"/> takes fewer than it is given. At least 1, default 1,000,000 (32 MB when all of it is needed).</summary>
    public int QueueCapacity { get; set; } = 1_000_000;

    /// <summary>How many waiting samples are stored at once. 1 to 1,000,000, default 5,000; more go into one transaction when more wait.</summary>
    public int BatchCount { get; set; } = 5_000;

    /// <summary>How long a sample waits at most before it is stored. Greater than zero, default 250 ms.</summary>
    public TimeSpan BatchAge { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How many stored samples may lie in the journal before they are moved to where their series is kept. They are held in memory
    /// as well until then, at 32 bytes each, twice that while arrays grow. At least 1, default 1,000,000.
    /// </summary>
    public int MergeCount { get; set; } = 1_000_000;

    /// <summary>How long a sample lies in the journal at most. Greater than zero, default 5 min.</summary>
    public TimeSpan MergeAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long samples are kept, by their source time; at least that long, forgotten in whole packs. Greater than zero; null keeps them for ever.</summary>
    public TimeSpan? RetainFor { get; set; }

    /// <summary>
    /// How many samples are kept about; beyond it the oldest hours are forgotten, and of the current one what was moved out of the
    /// journal first, the last <see cref="MergeCount"/> or <see cref="MergeAge"/> never. At least 1; null is without a bound.
    /// </summary>
    public long? RetainCount { get; set; }

    /// <summary>How many octets of packed samples are kept about; beyond it the same is forgotten as for <see cref="RetainCount"/>. At least 1; null is without a bound.</summary>
    public long? RetainBytes { get; set; }

    /// <summary>How often what is too old or too much is looked for. Greater than zero, at most one day, default 1 min.</summary>
    public TimeSpan MaintenanceInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The delay before a failed statement is tried again; it doubles up to thirty times as much. Greater than zero, default 1 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long <see cref="SqlHistory.DisposeAsync"/> tries to store what waits when storing fails. Zero or more, default 5 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock of batches, delays and retention.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where failures and recoveries are named.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal SqlHistoryOptions Validated()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Logger);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueCapacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchCount, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(BatchAge, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MergeCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MergeAge, TimeSpan.Zero);
        if (RetainFor is { } age)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero, nameof(RetainFor));
        if (RetainCount is { } count)
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(RetainCount));
        if (RetainBytes is { } bytes)
            ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1, nameof(RetainBytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaintenanceInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaintenanceInterval, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        return this with { };
    }
}
