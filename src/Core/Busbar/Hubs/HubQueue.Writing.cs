using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Busbar;

// What publishers do.
public sealed partial class HubQueue<T>
{
    /// <summary>Puts one item in. The index is masked to the ring, so the element is taken unchecked.</summary>
    /// <exception cref="InvalidOperationException">The queue is for a single writer, and another writes as well.</exception>
    internal void Enqueue(in T item)
    {
        if (_singleWriter)
        {
            EnqueueAlone(in item);
            return;
        }

        Enter();
        long tail = _tail;
        if (tail - _head >= _capacity && !MakeRoom())
        {
            Exit();
            return;
        }

        Put(in item, ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), (int)tail & _mask));
        _tail = tail + 1;
        if (_waiting)
            ExitAndWake();
        else
            Exit();
    }

    /// <summary>The same for a batch, under one lock.</summary>
    internal void Enqueue(ReadOnlySpan<T> items)
    {
        Enter();
        int room = _capacity - (int)(_tail - _head);
        if (items.Length > room)
        {
            _dropped += items.Length - room;
            if (_overflow == Overflow.DropNewest)
            {
                items = items[..room];
            }
            else
            {
                items = items[Math.Max(0, items.Length - _capacity)..];
                _head = Math.Max(_head, _tail + items.Length - _capacity);
            }
        }

        Span<T> first = _items.AsSpan((int)_tail & _mask);
        ReadOnlySpan<T> before = items[..Math.Min(first.Length, items.Length)];
        before.CopyTo(first);
        items[before.Length..].CopyTo(_items); // what wraps around
        Volatile.Write(ref _tail, _tail + items.Length);
        if (_waiting && items.Length > 0)
            ExitAndWake();
        else
            Exit();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in T item, ref T place)
    {
        if (typeof(T) == typeof(Sample))
            Sample.Copy(in Unsafe.As<T, Sample>(ref Unsafe.AsRef(in item)), ref Unsafe.As<T, Sample>(ref place));
        else
            place = item;
    }

    private void EnqueueAlone(in T item)
    {
        if (_isWriting)
            throw new InvalidOperationException("The queue was opened for a single writer, and two publish at once.");
        _isWriting = true;
        long tail = _tail;
        if (tail - Volatile.Read(ref _head) < _capacity || MakeRoomInside())
        {
            Put(in item, ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), (int)tail & _mask));
            Volatile.Write(ref _tail, tail + 1);
            if (Volatile.Read(ref _waiting))
                WakeForItem();
        }

        _isWriting = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MakeRoomInside()
    {
        Enter(); // the consumer moves the head as well
        bool isRoom = _tail - _head < _capacity || MakeRoom();
        Exit();
        return isRoom;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeForItem()
    {
        Enter();
        bool wake = _waiting && IsAnyThere(); // it may have seen the item itself, taken it and be waiting for the next
        _waiting &= !wake;
        Exit();
        if (wake)
            _wait.SetResult(true);
    }

    /// <summary>Inside the gate, the ring full: counts the loss.</summary>
    /// <returns>Whether the oldest item made room; otherwise the new one is what is lost.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MakeRoom()
    {
        _dropped++;
        if (_overflow == Overflow.DropNewest)
            return false;
        _head++;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ExitAndWake()
    {
        _waiting = false;
        Exit();
        _wait.SetResult(true);
    }
}
