namespace Busbar.WebSockets;

/// <summary>The times at which a session has something to do, in ticks of the link's clock; <see cref="long.MaxValue"/> for never.</summary>
internal struct SessionTimers(WebSocketSessionOptions options)
{
    private readonly long _pingInterval = options.PingInterval == Timeout.InfiniteTimeSpan ? long.MaxValue : options.PingInterval.Ticks;
    private readonly long _pongTimeout = options.PongTimeout.Ticks;
    private readonly long _messageTimeout = options.MessageTimeout.Ticks;
    private readonly long _closeTimeout = options.CloseTimeout.Ticks;

    public long PingAt { get; private set; } = long.MaxValue;

    public long PongBy { get; private set; } = long.MaxValue;

    public long MessageBy { get; private set; } = long.MaxValue;

    public long CloseBy { get; private set; } = long.MaxValue;

    public readonly long Earliest => Math.Min(Math.Min(PingAt, PongBy), Math.Min(MessageBy, CloseBy));

    private readonly bool IsClosing => CloseBy != long.MaxValue;

    public readonly bool AwaitsPong => PongBy != long.MaxValue;

    /// <summary>The peer is alive: the next ping is an interval away, unless one is not answered yet.</summary>
    public void Heard(long now)
    {
        if (!AwaitsPong && !IsClosing)
            PingAt = After(now, _pingInterval);
    }

    public void Pinged(long now)
    {
        PingAt = long.MaxValue;
        PongBy = After(now, _pongTimeout);
    }

    public void Ponged(long now)
    {
        PongBy = long.MaxValue;
        Heard(now);
    }

    /// <summary>A pong cannot come before the frame that is on its way has ended.</summary>
    public void KeptBack(long now)
    {
        if (AwaitsPong)
            PongBy = After(now, _pongTimeout);
    }

    /// <summary>Whether a message, or a frame, has begun and not ended.</summary>
    public void Unfinished(bool isUnfinished, bool isNew, long now)
    {
        if (!isUnfinished || IsClosing)
            MessageBy = long.MaxValue;
        else if (isNew || MessageBy == long.MaxValue)
            MessageBy = After(now, _messageTimeout);
    }

    /// <summary>Nothing is awaited any more but the end.</summary>
    public void Closing(long now)
    {
        PingAt = PongBy = MessageBy = long.MaxValue;
        CloseBy = After(now, _closeTimeout);
    }

    private static long After(long now, long time) => time > long.MaxValue - now ? long.MaxValue : now + time;
}
