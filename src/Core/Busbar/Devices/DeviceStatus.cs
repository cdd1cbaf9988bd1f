namespace Busbar;

/// <summary>What is known of a device at one moment.</summary>
public sealed record DeviceStatus
{
    /// <summary>The device's name, unique in its process.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol in lower case: <c>modbus</c>, <c>iec104</c>, <c>thingsdb</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Where it is, as its connector says: <c>127.0.0.1:502</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Whether it can be reached.</summary>
    public required DeviceState State { get; init; }

    /// <summary>Since when <see cref="State"/> holds.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why it is disconnected, in a sentence; otherwise null.</summary>
    public string? Detail { get; init; }

    /// <summary>Polls begun since the start.</summary>
    public long Polls { get; init; }

    /// <summary>Polls that failed, wholly or in part.</summary>
    public long Failures { get; init; }

    /// <summary>The time between two polls; null when the device sends by itself.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>What it measures.</summary>
    public IReadOnlyList<Series> Series { get; init; } = [];
}
