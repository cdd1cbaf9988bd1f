namespace Busbar.Tool.Plant;

/// <summary>Which plant, and how lively.</summary>
internal sealed record PlantOptions
{
    /// <summary>The same seed gives the same plant.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Points of meters beside the station's own; 0 to <see cref="PlantMap.MaxMeterPoints"/>.</summary>
    public int Points { get; init; }

    /// <summary>Updates a second; 0.1 to 100.</summary>
    public double Rate { get; init; } = 2;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
