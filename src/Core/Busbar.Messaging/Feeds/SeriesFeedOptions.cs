namespace Busbar.Messaging;

/// <summary>How a <see cref="SeriesFeed"/> works. Copied and checked at construction.</summary>
public sealed record SeriesFeedOptions
{
    /// <summary>The registry whose series it takes.</summary>
    public SeriesRegistry Series { get; set; } = SeriesRegistry.Default;

    /// <summary>A text that is another in each life of the process; made from the clock when null.</summary>
    public string? Epoch { get; set; }

    /// <summary>The longest text that a sample may hold, in characters; at least 0, default 16,384. A longer one is rejected and counted.</summary>
    public int MaxTextLength { get; set; } = 16 * 1024;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Series, nameof(Series));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxTextLength, nameof(MaxTextLength));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        if (Epoch is { Length: 0 or > 64 })
            throw new ArgumentOutOfRangeException(nameof(Epoch), Epoch, "The epoch must have 1 to 64 characters.");
    }
}
