namespace Busbar;

/// <summary>
/// What a sink that brings samples somewhere stands on: producers on any threads write into a bounded ring, one consumer reads
/// batches, due by count, by age or because somebody flushes. Writing copies the samples, never blocks and allocates nothing once
/// the ring has grown to what the load needs.
/// </summary>
public sealed class SampleBatcher : IDisposable
{
    private const int InitialSize = 1024;

    private readonly Lock _lock = new();
    private readonly SampleBatcherOptions _options;
    private readonly TimeProvider _time;
    private readonly WakeSignal _signal = new();
    private readonly ITimer _timer;
    private readonly List<Waiter> _flushes = [];
    private readonly List<TaskCompletionSource> _writers = [];
    private Sample[] _ring;
    private int _first;
    private int _count;
    private long _taken; // positions are counted from the first sample ever taken
    private long _removed; // read or dropped: the position of the first waiting sample
    private long _dropped;
    private long _flushTarget; // samples before this position are due
    private long _waitingSince; // timestamp of the clock, when _count > 0: no later than the oldest came
    private bool _unsettled; // a batch was read and not settled
    private bool _completed;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SampleBatcher(SampleBatcherOptions? options = null)
    {
        _options = (options ?? new SampleBatcherOptions()).Validated();
        _time = _options.TimeProvider;
        _ring = new Sample[Math.Min(InitialSize, _options.Capacity)];
        _timer = _time.CreateTimer(static signal => ((WakeSignal)signal!).Wake(), _signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many samples wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many were taken since the start.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>How many of those were dropped to make room for later ones, or abandoned at the end.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <inheritdoc cref="ISink{T}.Write"/>
    public int Write(ReadOnlySpan<Sample> samples)
    {
        bool wake;
        int taken;
        lock (_lock)
        {
            if (_completed || samples.IsEmpty)
                return 0;

            int before = _count;
            taken = _options.DropOldest ? samples.Length : Math.Min(samples.Length, _options.Capacity - _count);
            Put(samples[..taken]);
            if (before == 0)
                _waitingSince = _time.GetTimestamp();
            wake = (before == 0 && _count > 0) || (before < _options.BatchCount && _count >= _options.BatchCount);
        }

        if (wake)
            _signal.Wake();
        return taken;
    }

    /// <inheritdoc cref="ISink{T}.WaitToWriteAsync"/>
    public async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            TaskCompletionSource waiter;
            lock (_lock)
            {
                if (_completed)
                    return false;
                if (_options.DropOldest || _count < _options.Capacity)
                    return true;
                waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _writers.Add(waiter);
            }

            try
            {
                await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                lock (_lock)
                    _writers.Remove(waiter);
                throw;
            }
        }
    }

    /// <summary>Makes all that waits due, and waits until everything taken before this call was settled or dropped.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            if (_taken == _removed && !_unsettled)
                return;
            waiter = new Waiter(_taken);
            _flushes.Add(waiter);
            _flushTarget = _taken;
        }

        _signal.Wake();
        try
        {
            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                _flushes.Remove(waiter);
            throw;
        }
    }

    /// <summary>
    /// Waits until a batch is due and moves it into <paramref name="destination"/>. One consumer; it says <see cref="Settle"/> when the
    /// batch has arrived or is given up, before it reads again.
    /// </summary>
    /// <returns>How many samples were moved; 0 when <see cref="Complete"/> was called and none is left.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is empty.</exception>
    public async ValueTask<int> ReadAsync(Memory<Sample> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty)
            throw new ArgumentException("A batch needs room for one sample at least.", nameof(destination));

        using CancellationTokenRegistration wake = cancellationToken.UnsafeRegister(static signal => ((WakeSignal)signal!).Wake(), _signal);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_lock)
            {
                if (_count == 0 && _completed)
                    return 0;
                if (IsDue(out TimeSpan remaining))
                    return Take(destination.Span);
                _timer.Change(remaining, Timeout.InfiniteTimeSpan);
            }

            await _signal.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The batch last read has arrived, or is given up and counted: who flushed it need not wait any longer.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            _unsettled = false;
            ReleaseFlushes();
        }
    }

    /// <summary>Takes nothing any more; what waits is due. Idempotent.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            ReleaseWriters();
        }

        _signal.Wake();
    }

    /// <summary>Completes, and drops and counts what still waits; releases everybody who flushes. For the end of the consumer.</summary>
    /// <returns>How many were dropped.</returns>
    public int Abandon()
    {
        Complete();
        lock (_lock)
        {
            int left = _count;
            Drop(left);
            _unsettled = false;
            ReleaseFlushes();
            return left;
        }
    }

    /// <summary>Ends the timer. After the consumer has ended.</summary>
    public void Dispose() => _timer.Dispose();

    private bool IsDue(out TimeSpan remaining)
    {
        remaining = Timeout.InfiniteTimeSpan;
        if (_count == 0)
            return false;
        if (_completed || _count >= _options.BatchCount || _flushTarget > _removed)
            return true;

        remaining = _options.MaxAge - _time.GetElapsedTime(_waitingSince);
        return remaining <= TimeSpan.Zero;
    }

    private int Take(Span<Sample> destination)
    {
        int count = Math.Min(_count, destination.Length);
        int head = Math.Min(count, _ring.Length - _first);
        _ring.AsSpan(_first, head).CopyTo(destination);
        _ring.AsSpan(0, count - head).CopyTo(destination[head..]);
        Remove(count);
        _unsettled = true;
        ReleaseWriters();
        return count;
    }

    private void Put(ReadOnlySpan<Sample> samples)
    {
        _taken += samples.Length;
        if (samples.Length > _options.Capacity) // the front of the span is already older than what fits
        {
            int excess = samples.Length - _options.Capacity;
            Drop(_count);
            _dropped += excess;
            _removed += excess;
            samples = samples[excess..];
        }

        Drop(Math.Max(0, _count + samples.Length - _options.Capacity));
        Grow(_count + samples.Length);
        int end = _first + _count;
        if (end >= _ring.Length)
            end -= _ring.Length;
        int head = Math.Min(samples.Length, _ring.Length - end);
        samples[..head].CopyTo(_ring.AsSpan(end));
        samples[head..].CopyTo(_ring);
        _count += samples.Length;
    }

    private void Drop(int count)
    {
        _dropped += count;
        Remove(count);
    }

    private void Remove(int count)
    {
        if (count == 0)
            return;

        int head = Math.Min(count, _ring.Length - _first);
        Array.Clear(_ring, _first, head); // a text must not outlive its sample
        Array.Clear(_ring, 0, count - head);
        _first += count;
        if (_first >= _ring.Length)
            _first -= _ring.Length;
        _count -= count;
        _removed += count;
    }

    private void Grow(int needed)
    {
        if (needed <= _ring.Length)
            return;

        Sample[] larger = new Sample[(int)Math.Min(_options.Capacity, Math.Max(needed, _ring.Length * 2L))];
        int head = Math.Min(_count, _ring.Length - _first);
        Array.Copy(_ring, _first, larger, 0, head);
        Array.Copy(_ring, 0, larger, head, _count - head);
        _ring = larger;
        _first = 0;
    }

    private void ReleaseFlushes()
    {
        for (int i = _flushes.Count - 1; i >= 0; i--)
        {
            if (_flushes[i].Target > _removed)
                continue;
            _flushes[i].SetResult(); // continuations run elsewhere
            _flushes.RemoveAt(i);
        }
    }

    private void ReleaseWriters()
    {
        foreach (TaskCompletionSource writer in _writers)
            writer.SetResult();
        _writers.Clear();
    }

    private sealed class Waiter(long target) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Target { get; } = target;
    }
}
