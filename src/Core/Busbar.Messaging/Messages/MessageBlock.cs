namespace Busbar.Messaging;

/// <summary>A payload and what is known of it, shared by reference count among the topic that retains it, outlets and users.</summary>
internal sealed class MessageBlock(BlockPool pool, int sizeClass, int capacity)
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(capacity);
    private int _length;
    private int _references;
    private int _generation;

    public int SizeClass => sizeClass;

    public int Capacity => _buffer.Length;

    /// <summary>Counts the block's lives, so that a reference kept too long is told from one to the present life.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public Topic? Topic { get; private set; }

    public long Sequence { get; private set; }

    /// <summary>Nanoseconds since the epoch.</summary>
    public long Time { get; private set; }

    public int Length => _length;

    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    public Span<byte> Free => _buffer;

    /// <summary>The next idle block of the pool's stack; the pool's alone.</summary>
    public MessageBlock? Next { get; set; }

    /// <summary>Nobody but the asker holds it; whoever could make a second reference must hold the first.</summary>
    public bool IsExclusive => Volatile.Read(ref _references) == 1;

    public void Fill(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_buffer);
        _length = payload.Length;
    }

    public void SetLength(int length) => _length = length;

    public void Stamp(Topic topic, long sequence, long time)
    {
        if (Topic != topic) // a block that a topic fills again and again is spared the write of a reference
            Topic = topic;
        Sequence = sequence;
        Time = time;
    }

    public void Begin() => _references = 1;

    /// <summary>Sets the references of a block that is still its filler's alone; whoever is given one gets it through a lock.</summary>
    public void Share(int references) => _references = references;

    public void AddReferences(int count) => Interlocked.Add(ref _references, count);

    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        if (left == 0)
            Return();
        else if (left < 0)
            throw new InvalidOperationException("A message was disposed more often than it was retained.");
    }

    private void Return()
    {
        _generation++;
        Topic = null;
        pool.Return(this);
    }
}
