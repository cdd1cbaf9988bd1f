namespace Busbar.Benchmarks.Shapes;

/// <summary>Samples into a ring and out again, 64 at a time: a hub's queue, which many may write, and a ring of one writer and one reader.</summary>
internal sealed class RingShape
{
    private const int Batch = 64;
    private const int Batches = 16;
    private const int Capacity = 1024;
    private readonly Sample[] _samples = Inputs.Samples(Batch, Inputs.Series(64, new SeriesRegistry()));
    private readonly Sample[] _received = new Sample[Batch];
    private readonly HubQueue<Sample> _queue = new(Capacity, Overflow.DropOldest);
    private readonly Sample[] _ring = new Sample[Capacity];
    private long _head;
    private long _tail;

    public static Shape OneByOne()
    {
        var shape = new RingShape();
        return new Shape("ring, written one by one", Batch * Batches, shape.ByQueue, shape.ByRing);
    }

    public static Shape AsBatches()
    {
        var shape = new RingShape();
        return new Shape("ring, written as batches", Batch * Batches, shape.ByQueueInBatches, shape.ByRing);
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

    private bool TryWrite(in Sample sample)
    {
        long tail = _tail;
        if (tail - Volatile.Read(ref _head) == Capacity)
            return false;
        _ring[(int)tail & (Capacity - 1)] = sample;
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
