namespace Busbar;

/// <summary>
/// A place that a sink reserves in every <see cref="Series"/> or <see cref="SeriesGroup"/> for its own encoding of it
/// (the head of a line, the text of a topic). Reserve one per sink and keep it: places are never handed back.
/// </summary>
/// <typeparam name="T">What the sink keeps there; a sealed class.</typeparam>
public sealed class Slot<T>
    where T : class
{
    /// <summary>Reserves the place.</summary>
    /// <exception cref="InvalidOperationException">More than 1,024 places were reserved in this process.</exception>
    public Slot() => Index = SlotIndex.Next();

    internal int Index { get; }
}
