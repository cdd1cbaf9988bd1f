namespace Busbar.Modbus;

/// <summary>A series, how its value is read, and the read that brings it; in the order of the user's points.</summary>
internal struct PolledSeries(Series series, PointReader reader)
{
    public Series Series { get; } = series;

    public PointReader Reader { get; } = reader;

    /// <summary>Changes when a read is split.</summary>
    public ReadBlock? Block { get; set; }
}
