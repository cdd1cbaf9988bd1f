namespace Busbar.Load;

/// <summary>What one round of one server gave.</summary>
internal sealed record Figure
{
    /// <summary>Which scenario, and with what: a row's key.</summary>
    public required string Scenario { get; init; }

    public required string Server { get; init; }

    public int Subscribers { get; init; }

    public int Size { get; init; }

    public string? Mode { get; init; }

    /// <summary>Deliveries a second.</summary>
    public double Rate { get; init; }

    /// <summary>Processor time of the server a delivery, in nanoseconds.</summary>
    public double ProcessorTime { get; init; }

    /// <summary>Microseconds.</summary>
    public double? MedianLatency { get; init; }

    /// <summary>The latency that one of a hundred exceeds, in microseconds.</summary>
    public double? HighLatency { get; init; }

    /// <summary>Messages that did not come.</summary>
    public long Lost { get; init; }

    /// <summary>The rate of those that read while one does not, to that of the same before.</summary>
    public double? Kept { get; init; }

    /// <summary>The server's processor time a delivery while one reads nothing, to that before.</summary>
    public double? Effort { get; init; }

    /// <summary>Octets of resident memory for each idle client.</summary>
    public double? OctetsPerClient { get; init; }

    /// <summary>Why there are no figures.</summary>
    public string? Fault { get; init; }
}
