namespace Busbar;

/// <summary>A sink that can say how it is.</summary>
public interface ISinkHealth
{
    /// <summary>How it is now. Any thread.</summary>
    SinkHealth Health { get; }
}
