namespace Busbar.Messaging;

// What time makes worthless is given up when somebody asks for it or publishes; topics that nobody touches are looked through by one
// timer of the broker, which runs only when there may be such.
public sealed partial class Broker
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(10);

    private readonly Lock _sweepLock = new();
    private ITimer? _sweepTimer;
    private int _isSweeping;
    private int _isSweepWanted;

    /// <summary>Something was kept that does not keep for ever.</summary>
    internal void SweepFromNowOn()
    {
        if (Volatile.Read(ref _sweepTimer) is null)
            BeginSweeping();
    }

    /// <summary>Once soon, on another thread: the asker holds a topic's lock.</summary>
    internal void SweepSoon()
    {
        if (Volatile.Read(ref _sweepTimer) is not null && Interlocked.Exchange(ref _isSweepWanted, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static broker => broker.Sweep(), this, preferLocal: false);
    }

    /// <summary>Looks through the topics that are not being published to. One at a time.</summary>
    internal void Sweep()
    {
        Volatile.Write(ref _isSweepWanted, 0);
        if (Interlocked.Exchange(ref _isSweeping, 1) != 0)
            return;
        try
        {
            long now = Clock.Now();
            foreach (Topic topic in CopyTopics())
            {
                topic.Sweep(now);
                if (_options.UnusedTopicLifetime is { } lifetime)
                    topic.RemoveIfUnused(now, lifetime.Ticks * TimeSpan.NanosecondsPerTick);
            }
        }
        finally
        {
            Volatile.Write(ref _isSweeping, 0);
        }
    }

    private void BeginSweeping()
    {
        lock (_sweepLock)
        {
            if (_sweepTimer is null && !Volatile.Read(ref _isDisposed))
                Volatile.Write(ref _sweepTimer, _options.TimeProvider.CreateTimer(static broker => ((Broker)broker!).Sweep(), this, SweepPeriod, SweepPeriod));
        }
    }

    private void StopSweeping()
    {
        lock (_sweepLock)
            _sweepTimer?.Dispose();
    }
}
