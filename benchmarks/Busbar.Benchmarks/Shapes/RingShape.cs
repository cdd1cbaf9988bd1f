namespace Busbar.Benchmarks.Shapes;

/// <summary>
/// Samples into a ring and out again, 64 at a time: a hub's queue, which many may write, and a ring of one writer and one reader. What
/// the many cost is shown by itself: the atomic exchange that lets one of them in.
/// </summary>
internal sealed class RingShape
{
    private const int Batch = 64;
    private const int Batches = 16;
    private const int Capacity = 1024;
    private readonly Sample[] _samples = Inputs.Samples(Batch, Inputs.Series(64, new SeriesRegistry()));
    private readonly Sample[] _received = new Sample[Batch];
    private readonly HubQueue<Sample> _queue;
    private readonly Sample[] _ring = new Sample[Capacity];
    private long _head;
    private long _tail;
    private int _gate;

    private RingShape(bool singleWriter = false) => _queue = new(Capacity, Overflow.DropOldest, singleWriter);

    public static Shape OfSingleWriter()
    {
        var shape = new RingShape(singleWriter: true);
        return new Shape("ring of a single writer", Batch * Batches, shape.ByQueue, shape.ByRing);
    }

    public static Shape OfMany()
    {
        var shape = new RingShape();
        return new Shape("ring of many writers", Batch * Batches, shape.ByQueue, shape.ByRing);
    }

    public static Shape AsBatches()
    {
        var shape = new RingShape();
        return new Shape("ring of many writers, in batches", Batch * Batches, shape.ByQueueInBatches, shape.ByRing);
    }

    public static Shape BesideTheGate()
    {
        var shape = new RingShape();
        return new Shape("ring of many writers, beside its gate alone", Batch * Batches, shape.ByQueue, shape.ByGate);
    }

    private void ByQueue()
    {
        for (int batch = 0; batch < Batches; batch++)
        {
            foreach (ref readonly Sample sample in _samples.AsSpan())
                _queue.Enqueue(in sample);
            _queue.Read(_received);
        }
    }

    private void ByQueueInBatches()
    {
        for (int batch = 0; batch < Batches; batch++)
        {
            _queue.Enqueue(_samples);
            _queue.Read(_received);
        }
    }

    private void ByRing()
    {
        for (int batch = 0; batch < Batches; batch++)
        {
            foreach (ref readonly Sample sample in _samples.AsSpan())
                TryWrite(in sample);
            Read(_received);
        }
    }

    private void ByGate()
    {
        for (int i = 0; i < Batch * Batches; i++)
        {
            if (Interlocked.CompareExchange(ref _gate, 1, 0) == 0)
                Volatile.Write(ref _gate, 0);
        }
    }

    private bool TryWrite(in Sample sample)
    {
        long tail = _tail;
        if (tail - Volatile.Read(ref _head) == Capacity)
            return false;
        Sample.Copy(in sample, ref _ring[(int)tail & (Capacity - 1)]);
        Volatile.Write(ref _tail, tail + 1);
        return true;
    }

    /// <summary>The capacity is a multiple of the batch, so that what is read never wraps around.</summary>
    private int Read(Span<Sample> destination)
    {
        long head = _head;
        int count = (int)Math.Min(destination.Length, Volatile.Read(ref _tail) - head);
        _ring.AsSpan((int)head & (Capacity - 1), count).CopyTo(destination);
        Volatile.Write(ref _head, head + count);
        return count;
    }
}
