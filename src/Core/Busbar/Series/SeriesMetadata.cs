namespace Busbar;

/// <summary>What is known of a series besides its identity. Replaceable while samples flow; see <see cref="Series.Metadata"/>.</summary>
public sealed record SeriesMetadata
{
    /// <summary>Nothing known.</summary>
    public static SeriesMetadata Empty { get; } = new();

    /// <summary>The engineering unit as it is to be shown, for example <c>kW</c>; null when there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>The smallest meaningful step in <see cref="Unit"/>; greater than 0, or null when unknown.</summary>
    public double? Resolution { get; init; }

    /// <summary>Labels of the states 0, 1, 2 … of a boolean or an enumeration, for example <c>["open", "closed"]</c>; null when the value is a quantity.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>The time expected between two samples; null when they come as they come.</summary>
    public TimeSpan? ExpectedPeriod { get; init; }

    /// <summary>The device the series comes from, as its source is named; null when unknown.</summary>
    public string? Device { get; init; }

    /// <summary>What the quantity is, in a sentence; null when nobody said.</summary>
    public string? Description { get; init; }
}
