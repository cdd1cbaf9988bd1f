using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Busbar;

/// <summary>
/// A subscriber's bounded queue: publishers put items in without waiting, one consumer takes them out at its own pace. Nothing is
/// allocated per item or per wait.
/// </summary>
/// <remarks>
/// Everything happens behind a gate, but for the one thing that happens most: a single writer that finds room puts an item in without
/// it. He alone moves the tail, the consumer alone the head, and the gate is left for what both would do: drop the oldest, and wake.
/// He puts the item in, then looks whether somebody waits; the one who waits says so, puts a fence into every thread
/// (<see cref="Interlocked.MemoryBarrierProcessWide"/>) and looks once more, so that one of the two sees the other.
/// </remarks>
/// <typeparam name="T">What the hub carries.</typeparam>
public sealed partial class HubQueue<T> : IDisposable, IValueTaskSource<bool>
{
    private readonly T[] _items; // a ring; its length is a power of two
    private readonly int _capacity;
    private readonly int _mask;
    private readonly Overflow _overflow;
    private readonly bool _singleWriter;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private long _head; // next to take
    private long _tail; // next to put
    private long _dropped;
    private int _gate; // 1 while somebody is in; held for a few nanoseconds, so waiting for it is spinning
    private bool _waiting;
    private bool _ended;
    private bool _isWriting; // by the single writer, to find out that there are two

    internal HubQueue(int capacity, Overflow overflow, bool singleWriter = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 28);
        _capacity = capacity;
        _items = new T[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _items.Length - 1;
        _overflow = overflow;
        _singleWriter = singleWriter;
    }

    /// <summary>Items dropped because the queue was full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Items waiting.</summary>
    public int Count
    {
        get
        {
            Enter(); // the two are of one moment: read apart, they could give less than none
            int count = (int)(Volatile.Read(ref _tail) - _head);
            Exit();
            return count;
        }
    }

    internal IDisposable? Subscription { get; set; }

    /// <summary>Takes what is there, at once.</summary>
    /// <returns>How many items were copied to <paramref name="destination"/>; 0 when nothing is there.</returns>
    public int Read(Span<T> destination)
    {
        Enter();
        int count = (int)Math.Min(destination.Length, Volatile.Read(ref _tail) - _head);
        Span<T> first = _items.AsSpan((int)_head & _mask);
        first = first[..Math.Min(first.Length, count)];
        Span<T> second = _items.AsSpan(0, count - first.Length); // what has wrapped around
        first.CopyTo(destination);
        second.CopyTo(destination[first.Length..]);
        // A sample's series lives on anyway, and a text is let go when its place is taken again: clearing costs a third of writing and reading.
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() && typeof(T) != typeof(Sample))
        {
            first.Clear();
            second.Clear();
        }

        Volatile.Write(ref _head, _head + count);
        Exit();
        return count;
    }

    /// <summary>Waits until something is there. One waiter at a time; the result is awaited once.</summary>
    /// <returns>False when the queue was disposed and is empty.</returns>
    public ValueTask<bool> WaitToReadAsync()
    {
        Enter();
        try
        {
            if (IsAnyThere())
                return new(true);
            if (_ended)
                return new(false);
            if (_waiting)
                throw new InvalidOperationException("Somebody waits for this queue already; it has one consumer.");
            _wait.Reset();
            _waiting = true;
            if (_singleWriter && IsAnyThereAfterAll())
                return new(true);
            return new(this, _wait.Version);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The items as they come, until the queue is disposed. Whoever stops early leaves the rest in the queue.</summary>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        T[] item = new T[1]; // one at a time: what was taken out and not handed on would be lost
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static queue => ((HubQueue<T>)queue!).Wake(), this);
        while (true)
        {
            ValueTask<bool> waiting = WaitToReadAsync();
            if (cancellationToken.IsCancellationRequested)
                Wake(); // it was cancelled before there was a wait to end
            bool more = await waiting.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!more)
                yield break;
            while (Read(item) > 0)
            {
                yield return item[0];
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Ends the subscription; what is in the queue can still be read.</summary>
    public void Dispose()
    {
        Subscription?.Dispose();
        Enter();
        _ended = true;
        Exit();
        Wake();
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private bool IsAnyThere() => Volatile.Read(ref _tail) != _head;

    /// <summary>Inside the gate, the wait announced: takes it back when the writer did not see it.</summary>
    private bool IsAnyThereAfterAll()
    {
        Interlocked.MemoryBarrierProcessWide();
        _waiting = !IsAnyThere();
        return !_waiting;
    }

    private void Wake()
    {
        Enter();
        bool wake = _waiting;
        _waiting = false;
        bool any = IsAnyThere();
        Exit();
        if (wake)
            _wait.SetResult(any);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter()
    {
        if (Interlocked.CompareExchange(ref _gate, 1, 0) != 0)
            EnterSlowly();
    }

    private void EnterSlowly()
    {
        var spin = new SpinWait();
        do
            spin.SpinOnce();
        while (Interlocked.CompareExchange(ref _gate, 1, 0) != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Exit() => Volatile.Write(ref _gate, 0);
}
