namespace Busbar.Modbus;

/// <summary>What all sessions of one client count together.</summary>
internal sealed class ClientCounters
{
    private long _requests;
    private long _answers;
    private long _exceptions;
    private long _timeouts;
    private long _lateAnswers;
    private long _unknownAnswers;
    private long _protocolErrors;
    private long _skippedFrames;
    private long _retries;

    public ModbusClientStatistics Snapshot() => new()
    {
        Requests = Volatile.Read(ref _requests),
        Answers = Volatile.Read(ref _answers),
        Exceptions = Volatile.Read(ref _exceptions),
        Timeouts = Volatile.Read(ref _timeouts),
        LateAnswers = Volatile.Read(ref _lateAnswers),
        UnknownAnswers = Volatile.Read(ref _unknownAnswers),
        ProtocolErrors = Volatile.Read(ref _protocolErrors),
        SkippedFrames = Volatile.Read(ref _skippedFrames),
        Retries = Volatile.Read(ref _retries),
    };

    public void Request()
    {
        Interlocked.Increment(ref _requests);
        Diagnostics.ClientRequests.Add(1);
    }

    public void Answer() => Interlocked.Increment(ref _answers);

    public void Exception()
    {
        Interlocked.Increment(ref _exceptions);
        Diagnostics.ClientExceptions.Add(1);
    }

    public void Timeout()
    {
        Interlocked.Increment(ref _timeouts);
        Diagnostics.ClientTimeouts.Add(1);
    }

    public void LateAnswer()
    {
        Interlocked.Increment(ref _lateAnswers);
        Diagnostics.ClientDroppedAnswers.Add(1);
    }

    public void UnknownAnswer()
    {
        Interlocked.Increment(ref _unknownAnswers);
        Diagnostics.ClientDroppedAnswers.Add(1);
    }

    public void ProtocolError() => Interlocked.Increment(ref _protocolErrors);

    public void SkippedFrame() => Interlocked.Increment(ref _skippedFrames);

    public void Retry() => Interlocked.Increment(ref _retries);
}
