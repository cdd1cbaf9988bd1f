using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>What can carry sinks' encodings of it: a <see cref="Series"/> or a <see cref="SeriesGroup"/>.</summary>
public abstract class SlotHolder
{
    // One for all: taken once a sink and series, and a lock of its own would cost each series more than its slots do.
    private static readonly Lock Growing = new();

    private object?[] _slots = [];

    private protected SlotHolder()
    {
    }

    /// <summary>What was put into <paramref name="slot"/>, or null. About half a nanosecond; any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? Get<T>(Slot<T> slot)
        where T : class
    {
        object?[] slots = _slots;
        int index = slot.Index;
        // An index belongs to one Slot<T> for ever, so what stands there is a T.
        return (uint)index < (uint)slots.Length ? Unsafe.As<T?>(Volatile.Read(ref slots[index])) : null;
    }

    /// <summary>Puts <paramref name="value"/> into <paramref name="slot"/> unless something is there already; returns what is there then. Any thread.</summary>
    public T GetOrSet<T>(Slot<T> slot, T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(value);
        lock (Growing)
        {
            if (Get(slot) is { } present)
                return present;
            Put(slot.Index, value);
            return value;
        }
    }

    /// <summary>Puts <paramref name="value"/> into <paramref name="slot"/>, over what was there. Any thread.</summary>
    public void Set<T>(Slot<T> slot, T? value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(slot);
        lock (Growing)
            Put(slot.Index, value);
    }

    private void Put(int index, object? value)
    {
        object?[] slots = _slots;
        if (index >= slots.Length)
        {
            Array.Resize(ref slots, index + 1);
            slots[index] = value;
            Volatile.Write(ref _slots, slots);
        }
        else
        {
            Volatile.Write(ref slots[index], value);
        }
    }
}
