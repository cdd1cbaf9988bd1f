namespace Busbar.Modbus;

/// <summary>What all sessions of one server count together.</summary>
internal sealed class ServerCounters
{
    private long _requests;
    private long _exceptions;
    private long _unanswered;
    private long _skippedFrames;

    public ModbusServerStatistics Snapshot() => new()
    {
        Requests = Volatile.Read(ref _requests),
        Exceptions = Volatile.Read(ref _exceptions),
        Unanswered = Volatile.Read(ref _unanswered),
        SkippedFrames = Volatile.Read(ref _skippedFrames),
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

    public void Unanswered() => Interlocked.Increment(ref _unanswered);

    public void SkippedFrame() => Interlocked.Increment(ref _skippedFrames);
}
