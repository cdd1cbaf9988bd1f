namespace Busbar;

/// <summary>A step between a source and its sinks: it is a sink that hands on to the next one.</summary>
/// <typeparam name="T">Usually <see cref="Sample"/>.</typeparam>
public interface IStage<T>
{
    /// <summary>Makes the sink that does this step and writes to <paramref name="next"/>.</summary>
    ISink<T> Before(ISink<T> next);
}
