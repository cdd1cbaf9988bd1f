namespace Busbar;

/// <summary>How a <see cref="SampleBatcher"/> gathers. Copied and checked when the batcher is made.</summary>
public sealed record SampleBatcherOptions
{
    /// <summary>The clock that <see cref="MaxAge"/> is measured with.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How many samples may wait. At least 1, default 1,000,000 (32 MB when all of it is needed).</summary>
    public int Capacity { get; set; } = 1_000_000;

    /// <summary>What happens to a sample that finds the queue full: true, the oldest waiting one is dropped and counted; false, it is not taken.</summary>
    public bool DropOldest { get; set; }

    /// <summary>How many waiting samples make a batch due at once. At least 1, default 5,000; <see cref="Capacity"/> when that is less.</summary>
    public int BatchCount { get; set; } = 5_000;

    /// <summary>How long a sample waits at most before its batch is due. Greater than zero, default 1 s.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromSeconds(1);

    internal SampleBatcherOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxAge, TimeSpan.Zero);
        return this with { BatchCount = Math.Min(BatchCount, Capacity) };
    }
}
