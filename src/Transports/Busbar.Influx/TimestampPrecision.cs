namespace Busbar.Influx;

/// <summary>The unit of the timestamps in line protocol. A coarser unit cuts towards the past; points that fall together then replace each other.</summary>
public enum TimestampPrecision
{
    /// <summary>Nanoseconds: all that a sample knows.</summary>
    Nanoseconds = 0,

    /// <summary>Microseconds.</summary>
    Microseconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,
}
