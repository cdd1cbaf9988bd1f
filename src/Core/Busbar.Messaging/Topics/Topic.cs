using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

/// <summary>
/// Where messages are published and who gets them. Get one from <see cref="Broker.GetTopic"/> and keep it: publishing through it
/// costs no look-up. All members may be called from any thread.
/// </summary>
/// <remarks>
/// All subscribers see the messages of one topic in one order, and those of one thread in the order in which it published them.
/// Nothing is promised across topics. A publish inside a handler is queued behind the message being delivered.
/// </remarks>
public partial class Topic
{
    private protected readonly TopicLock Gate = new();
    private HandlerSubscription[] _handlers = [];
    private MessageHandler[] _calls = []; // what the handlers' subscriptions call, place by place: one load less for each
    private Attachment[] _attachments = [];
    private MessageBlock? _retained;   // the topic's own reference to the last message of a state
    private MessageBlock? _current;    // the stored form of the message being delivered, if it has one
    private readonly int _maxPayloadBytes; // -1 when nobody may publish octets
    private long _sequence;

    internal Topic(Broker broker, int id, string name, TopicKind kind, long origin, bool isTyped = false)
    {
        _origin = origin;
        _sequence = origin;
        Broker = broker;
        Id = id;
        Name = name;
        Kind = kind;
        _needs = kind == TopicKind.State ? Needs.State : Needs.None;
        IsTyped = isTyped;
        _maxPayloadBytes = isTyped ? -1 : broker.MaxPayloadBytes;
    }

    /// <summary>A number within the broker: the first topic has 0, each later one the next. That of a removed topic is not given again.</summary>
    public int Id { get; }

    /// <summary>The name, levels parted by <c>/</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it carries events or a state.</summary>
    public TopicKind Kind { get; }

    /// <summary>
    /// The number of the last message; before the first 0, or, when a topic of that name was removed (<see cref="Broker.Remove"/>), that
    /// topic's or a greater one.
    /// </summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>Whether anybody would get a message that is published now.</summary>
    public bool HasSubscribers => SubscriberCount > 0;

    /// <summary>How many would get a message that is published now: handlers and queues, each as often as it subscribed with a filter that matches, and outlets.</summary>
    public int SubscriberCount => Volatile.Read(ref _handlers).Length + Volatile.Read(ref _attachments).Length;

    internal Broker Broker { get; }

    /// <summary>The value is kept as a <c>T</c> and encoded on demand.</summary>
    internal bool IsTyped { get; }

    internal long SequenceUnderLock => _sequence;

    internal long TimeUnderLock => _current?.Time ?? Broker.Clock.Now();

    /// <summary>The array that publishes walk; replaced, never changed.</summary>
    internal HandlerSubscription[] Handlers => Volatile.Read(ref _handlers);

    /// <summary>The array that publishes walk; replaced, never changed.</summary>
    internal Attachment[] Attachments => Volatile.Read(ref _attachments);

    /// <summary>
    /// Publishes to all who subscribe now: handlers are called before it returns, outlets take a shared copy. Allocates nothing in
    /// steady state. Inside a handler it is queued behind the current message; beyond
    /// <see cref="BrokerOptions.MaxNestedPublishes"/> for one outermost publish it is dropped and counted.
    /// </summary>
    /// <param name="payload">Copied where it is kept; the caller's again at the return.</param>
    /// <exception cref="ArgumentException">It is longer than <see cref="BrokerOptions.MaxPayloadBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">The topic keeps a typed value (<see cref="Topic{T}"/>), which only its owner updates.</exception>
    public void Publish(ReadOnlySpan<byte> payload)
    {
        CheckPayload(payload.Length);

        Delivery delivery = Delivery.OfThisThread;
        if (delivery.IsActive)
        {
            Nest(delivery, payload, null, 0);
            return;
        }

        delivery.IsActive = true;
        try
        {
            Gate.Enter(delivery.Thread); // inside: a thread that is interrupted while it waits must not stay active for ever
            try
            {
                DispatchUnderLock(payload);
            }
            finally
            {
                Gate.Exit();
            }
        }
        finally
        {
            delivery.End();
        }
    }

    /// <summary>The last message of a state.</summary>
    /// <param name="message">Yours to dispose; <c>default</c> when there is none.</param>
    /// <exception cref="InvalidOperationException">A handler of another topic asks: it would hold two topics' locks.</exception>
    /// <returns>False for an event topic, before the first message, and when the broker's bound of retained octets kept it from being retained.</returns>
    public bool TryGetRetained(out RetainedMessage message)
    {
        bool isHeld = EnterToAsk();
        try
        {
            MessageBlock? block = TakeSnapshot();
            message = block is null ? default : new RetainedMessage(block);
            return block is not null;
        }
        finally
        {
            if (!isHeld)
                Gate.Exit();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Takes the lock to ask for something, unless this thread is delivering the topic's message and has it.</summary>
    /// <returns>Whether it was held already: it is not the asker's to give back then.</returns>
    private bool EnterToAsk()
    {
        // Inside a handler another topic's lock must not be taken; what the topic being delivered has can be had there.
        bool isHeld = Gate.IsHeldByCurrentThread;
        if (Delivery.OfThisThread.IsActive && !isHeld)
            throw new InvalidOperationException("Inside a handler only the topic being delivered can be asked for its state and history.");
        if (!isHeld)
            Gate.Enter();
        return isHeld;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Nest(Delivery delivery, ReadOnlySpan<byte> payload, string? sender, long expires)
    {
        MessageBlock block = Broker.Pool.Rent(payload.Length);
        block.Fill(payload);
        block.Label(sender, expires);
        if (delivery.TryNest(this, block, Broker.MaxNestedPublishes))
            return;
        block.Release();
        Broker.OnNestedDropped(this);
    }

    private void CheckPayload(int length)
    {
        if (length > _maxPayloadBytes)
            Refuse(length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse(int length)
    {
        if (IsTyped)
            throw new InvalidOperationException($"The topic \"{Name}\" keeps a typed value, which only its owner updates.");
        throw new ArgumentException($"The payload has {length} octets; the broker takes at most {Broker.MaxPayloadBytes}.", "payload");
    }
}
