namespace Busbar.Modbus;

/// <summary>What all sessions of one server count together.</summary>
internal sealed class ServerCounters
{
    private long _requests;
    private long _exceptions;
    private long _unanswered;
    private long _skippedFrames;
    private long _forwarded;
    private long _unauthorized;
    private bool _hasSkippedDatagrams;
    private long _messages;
    private long _communicationErrors;

    /// <summary>Messages seen, to whatever unit and from whomever: what diagnostics call those of the bus.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <summary>What came on a line and was no frame.</summary>
    public long CommunicationErrors => Volatile.Read(ref _communicationErrors);

    public ModbusServerStatistics Snapshot() => new()
    {
        Requests = Volatile.Read(ref _requests),
        Exceptions = Volatile.Read(ref _exceptions),
        Unanswered = Volatile.Read(ref _unanswered),
        SkippedFrames = Volatile.Read(ref _skippedFrames),
        Forwarded = Volatile.Read(ref _forwarded),
        Unauthorized = Volatile.Read(ref _unauthorized),
    };

    public void Requests(int count)
    {
        Interlocked.Add(ref _requests, count);
        Diagnostics.ServerRequests.Add(count);
    }

    public void Exception()
    {
        Interlocked.Increment(ref _exceptions);
        Diagnostics.ServerExceptions.Add(1);
    }

    [HotPath]
    public void Message() => Interlocked.Increment(ref _messages);

    public void CommunicationError() => Interlocked.Increment(ref _communicationErrors);

    public void Unanswered() => Interlocked.Increment(ref _unanswered);

    public void Forwarded() => Interlocked.Increment(ref _forwarded);

    public void Unauthorized() => Interlocked.Increment(ref _unauthorized);

    /// <summary>Whether none was asked for before.</summary>
    public bool IsFirstSkippedDatagram() => !Interlocked.Exchange(ref _hasSkippedDatagrams, true);

    public void SkippedFrame() => Interlocked.Increment(ref _skippedFrames);
}
