using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

// What is said of a message besides its payload: who sent it, and how long it is worth having.
public partial class Topic
{
    private string? _sender;     // of the message being delivered, under the lock
    private long _expires;       // its end in Unix nanoseconds as its publisher said it; 0 when it said nothing
    private long _timeToLive;    // nanoseconds; 0 for ever

    /// <summary>
    /// How long messages are worth having whose publisher does not say; null for ever, which is the default. Above zero. It holds
    /// for what is published from then on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above zero.</exception>
    public TimeSpan? TimeToLive
    {
        get => Volatile.Read(ref _timeToLive) is var nanoseconds and not 0 ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) : null;
        set => Volatile.Write(ref _timeToLive, value is { } time ? ToNanoseconds(time, nameof(value)) : 0);
    }

    internal string? SenderUnderLock => _current is { } block ? block.Sender : _sender;

    /// <summary>
    /// As <see cref="Publish(ReadOnlySpan{byte})"/>, with a sender and a time to live.
    /// </summary>
    /// <param name="payload">Copied where it is kept; the caller's again at the return.</param>
    /// <param name="options">What is said of the message.</param>
    /// <returns>The topic's number of the message; 0 inside a handler, where it is queued behind the current message and has none yet.</returns>
    /// <exception cref="ArgumentException">It is longer than <see cref="BrokerOptions.MaxPayloadBytes"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time to live is not above zero.</exception>
    /// <exception cref="InvalidOperationException">The topic keeps a typed value (<see cref="Topic{T}"/>), which only its owner updates.</exception>
    public long Publish(ReadOnlySpan<byte> payload, in PublishOptions options)
    {
        CheckPayload(payload.Length);
        if (_isRemoved)
            return Broker.Successor(this).Publish(payload, options);
        long expires = EndOf(options);

        Delivery delivery = Delivery.OfThisThread;
        if (delivery.IsActive)
        {
            Nest(delivery, payload, options.Sender, expires);
            return 0;
        }

        delivery.IsActive = true;
        try
        {
            Gate.Enter(delivery.Thread);
            try
            {
                return DispatchLabelled(payload, options.Sender, expires);
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

    private long DispatchLabelled(ReadOnlySpan<byte> payload, string? sender, long expires)
    {
        _sender = sender;
        _expires = expires;
        try
        {
            DispatchUnderLock(payload);
            return (_needs & Needs.Removed) == 0 ? _sequence : 0;
        }
        finally
        {
            _sender = null;
            _expires = 0;
        }
    }

    /// <summary>Stamps a block with the number, the time and what was said of the message.</summary>
    private protected void Stamp(MessageBlock block)
    {
        long now = Broker.Clock.Now();
        block.Stamp(this, _sequence, now);
        block.Label(_sender, _expires != 0 ? _expires : _timeToLive != 0 ? now + _timeToLive : MessageBlock.Never);
    }

    /// <summary>The end of a message that is published now, if its publisher says nothing of it.</summary>
    private protected long EndOfDefault() => _timeToLive == 0 ? MessageBlock.Never : Broker.Clock.Now() + _timeToLive;

    private long EndOf(in PublishOptions options) =>
        options.TimeToLive is { } time ? Broker.Clock.Now() + ToNanoseconds(time, nameof(options)) : 0;

    private static long ToNanoseconds(TimeSpan time, string parameter)
    {
        if (time <= TimeSpan.Zero)
            RefuseTimeToLive(time, parameter);
        return Math.Min(time.Ticks, long.MaxValue / 400) * TimeSpan.NanosecondsPerTick; // a quarter of the range: the sum with the present stays in it
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseTimeToLive(TimeSpan time, string parameter) =>
        throw new ArgumentOutOfRangeException(parameter, time, "A time to live must be above zero.");
}
