namespace Busbar;

/// <summary>How well a sink does what it is for.</summary>
public enum SinkState : byte
{
    /// <summary>It keeps up.</summary>
    Ok = 0,

    /// <summary>It works, but late or not wholly: it retries, or has lost something lately.</summary>
    Degraded,

    /// <summary>It does not reach where it brings things.</summary>
    Down,
}
