namespace Busbar;

/// <summary>What measures: it writes items to a sink while it runs.</summary>
/// <typeparam name="T">Usually <see cref="Sample"/>.</typeparam>
public interface ISource<T> : IAsyncDisposable
{
    /// <summary>
    /// Runs until cancelled or at an end of its own. What the field does wrong (a device that is off, an exception answer) is
    /// said by the samples' quality and logged; only wrong use ends the run with an exception.
    /// </summary>
    Task RunAsync(ISink<T> sink, CancellationToken cancellationToken = default);
}
