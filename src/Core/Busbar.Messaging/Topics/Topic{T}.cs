namespace Busbar.Messaging;

/// <summary>
/// A state that is kept as a <typeparamref name="T"/> and encoded only when somebody wants the octets: not at all without
/// subscribers, once for all of them otherwise. A later subscriber gets the present value at once. One owner updates it; all others
/// subscribe as to any topic.
/// </summary>
/// <typeparam name="T">What the topic keeps.</typeparam>
public sealed class Topic<T> : Topic
    where T : struct
{
    private const int FirstCapacity = 128;
    private const int TooSmall = -1;
    private const int Failed = -2;

    private readonly ITopicEncoder<T> _encoder;
    private SpinGate _valueGate;
    private T _value;
    private bool _hasValue;
    private long _valueEnd = MessageBlock.Never;

    internal Topic(Broker broker, int id, string name, ITopicEncoder<T> encoder, long origin)
        : base(broker, id, name, TopicKind.State, origin, isTyped: true) =>
        _encoder = encoder;

    /// <summary>
    /// Replaces the value, if the encoder says that it takes the place of the present one, and publishes it. Allocates nothing in
    /// steady state, except inside a handler, where it is queued behind the current message.
    /// </summary>
    public void Update(in T value)
    {
        Delivery delivery = Delivery.OfThisThread;
        if (delivery.IsActive)
        {
            if (!delivery.TryNest(new NestedUpdate(this, value), Broker.MaxNestedPublishes))
                Broker.OnNestedDropped(this);
            return;
        }

        delivery.IsActive = true;
        try
        {
            Dispatch(value);
        }
        finally
        {
            delivery.End();
        }
    }

    /// <summary>The present value. May be asked for inside handlers too.</summary>
    /// <returns>False before the first.</returns>
    public bool TryGetValue(out T value)
    {
        _valueGate.Enter();
        value = _value;
        bool hasValue = _hasValue;
        _valueGate.Exit();
        return hasValue;
    }

    private protected override MessageBlock? TakeSnapshot()
    {
        if (RetainedBlock is null && _hasValue && !HasValueExpired() && Encode() is { } block)
        {
            Stamp(block);
            block.Label(null, _valueEnd);
            if (TryRetain(block))
                block.AddReferences(1);
            return block;
        }

        return base.TakeSnapshot();
    }

    private void Dispatch(in T value)
    {
        Gate.Enter();
        try
        {
            if (_hasValue && !_encoder.Replaces(_value, value))
                return;

            _valueGate.Enter(); // the topic's lock may be held for long, by handlers; askers wait for these few words only
            _value = value;
            _hasValue = true;
            _valueGate.Exit();
            Advance();
            _valueEnd = EndOfDefault();

            MessageBlock? block = HasSubscribers || KeepsHistory ? Encode() : null;
            if (block is null)
            {
                ForgetRetained();
                ForgetHistory(); // it has no gaps
                return;
            }

            Settle(block);
            Deliver(block.Payload);
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>The value as octets: in the retained block when nobody else holds it, else in another. Null when it cannot be encoded.</summary>
    private MessageBlock? Encode()
    {
        MessageBlock block = TakeBlock(FirstCapacity);
        while (true)
        {
            int written = TryEncode(block);
            if (written >= 0)
            {
                block.SetLength(written);
                return block;
            }

            int capacity = block.Capacity;
            if (!ReferenceEquals(block, RetainedBlock))
                block.Release();
            if (written == Failed || capacity >= Broker.MaxPayloadBytes)
            {
                Broker.OnNotEncoded(this);
                return null;
            }

            block = Broker.Pool.Rent(Math.Min(capacity * 4, Math.Max(Broker.MaxPayloadBytes, FirstCapacity)));
        }
    }

    private int TryEncode(MessageBlock block)
    {
        try
        {
            return _encoder.TryEncode(_value, block.Free, out int written) ? written : TooSmall;
        }
        catch (Exception exception)
        {
            Broker.OnEncoderFailed(this, exception);
            return Failed;
        }
    }

    private bool HasValueExpired() => _valueEnd != MessageBlock.Never && _valueEnd <= Broker.Clock.Now();

    private sealed class NestedUpdate(Topic<T> topic, T value) : INestedWork
    {
        public void Run() => topic.Dispatch(value);
    }
}
