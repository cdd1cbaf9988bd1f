namespace Busbar;

/// <summary>What somebody wants of a device.</summary>
public sealed record CommandRequest
{
    /// <summary>The series that shows the object commanded.</summary>
    public required Series Series { get; init; }

    /// <summary>The value wanted, in the series' own unit; a switch takes 0 and 1.</summary>
    public required double Value { get; init; }

    /// <summary>How it is carried out.</summary>
    public CommandMode Mode { get; init; }

    /// <summary>How long to wait for the device. Greater than zero, default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who wants it, for the record.</summary>
    public string? Originator { get; init; }
}
