using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>Something kept for each series, found by its index, which is unique within a registry alone: who keeps something remembers
/// the series with it and looks whether it is the same. Used by one thread at a time.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class SeriesTable<T>
{
    private T[] _items = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Of(Series series)
    {
        int index = series.Index;
        if ((uint)index >= (uint)_items.Length)
            Array.Resize(ref _items, Math.Max(index + 1, _items.Length * 2));
        return ref _items[index];
    }
}
