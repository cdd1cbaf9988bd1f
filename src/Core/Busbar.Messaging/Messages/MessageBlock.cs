namespace Busbar.Messaging;

/// <summary>A payload and what is known of it, shared by reference count among the topic that retains it, outlets and users.</summary>
internal sealed class MessageBlock(BlockPool pool, int sizeClass, int capacity)
{
    /// <summary>The value of <see cref="Expires"/> of what never does.</summary>
    public const long Never = long.MaxValue;

    /// <summary>How many encodings a message carries at most; one for each form of the wire.</summary>
    public const int Forms = 2;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(capacity);
    private MessageBlock? _firstForm;
    private MessageBlock? _secondForm;
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

    /// <summary>Nanoseconds since the epoch from which on nobody is given the message; <see cref="Never"/> when it has no end.</summary>
    public long Expires { get; private set; } = Never;

    /// <summary>Who sent it; null for the process itself.</summary>
    public string? Sender { get; private set; }

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

    /// <summary>The same where the topic is another process's.</summary>
    public void Stamp(long sequence, long time)
    {
        Sequence = sequence;
        Time = time;
    }

    /// <summary>Says who sent it and until when it is worth having.</summary>
    public void Label(string? sender, long expires)
    {
        if (!ReferenceEquals(Sender, sender))
            Sender = sender;
        Expires = expires;
    }

    /// <summary>
    /// The message in one form of the wire, encoded once for all who send it; null before the first one did. No reference comes with
    /// it: it lives as long as the message does, so hold the message, or add a reference while holding it.
    /// </summary>
    /// <param name="form">0 to <see cref="Forms"/> - 1.</param>
    public MessageBlock? GetForm(int form) => Volatile.Read(ref FormAt(form));

    /// <summary>
    /// Offers an encoding to all who hold the message and takes over its one reference. The first one wins, any other goes back to
    /// its pool: go on with what is returned, under the terms of <see cref="GetForm"/>.
    /// </summary>
    public MessageBlock ShareForm(int form, MessageBlock encoded)
    {
        MessageBlock? first = Interlocked.CompareExchange(ref FormAt(form), encoded, null);
        if (first is null)
            return encoded;
        encoded.Release();
        return first;
    }

    public void Begin() => _references = 1;

    /// <summary>Makes it ready for another payload, though it was not given back. Only by whoever holds it alone.</summary>
    public void Renew()
    {
        if (_firstForm is not null || _secondForm is not null)
            ReleaseForms();
    }

    /// <summary>Sets the references of a block that is still its filler's alone; whoever is given one gets it through a lock.</summary>
    public void Share(int references) => _references = references;

    public void AddReferences(int count) => Interlocked.Add(ref _references, count);

    public void Release()
    {
        // The only reference is the caller's: nobody can make another meanwhile, so that the atomic instruction is spared.
        if (IsExclusive)
        {
            _references = 0;
            Return();
            return;
        }

        int left = Interlocked.Decrement(ref _references);
        if (left == 0)
            Return();
        else if (left < 0)
            throw new InvalidOperationException("A message was disposed more often than it was retained.");
    }

    private ref MessageBlock? FormAt(int form)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)form, (uint)Forms, nameof(form));
        return ref form == 0 ? ref _firstForm : ref _secondForm;
    }

    private void ReleaseForms()
    {
        _firstForm?.Release();
        _firstForm = null;
        _secondForm?.Release();
        _secondForm = null;
    }

    private void Return()
    {
        _generation++;
        Topic = null;
        if (Sender is not null)
            Sender = null;
        Expires = Never;
        Renew();
        pool.Return(this);
    }
}
