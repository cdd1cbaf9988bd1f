namespace Busbar.Modbus;

/// <summary>What a client has counted since it was made.</summary>
public readonly record struct ModbusClientStatistics
{
    /// <summary>Requests sent, repetitions included.</summary>
    public long Requests { get; init; }

    /// <summary>Answers that were what was asked for.</summary>
    public long Answers { get; init; }

    /// <summary>Exception responses.</summary>
    public long Exceptions { get; init; }

    /// <summary>Requests whose answer did not come in time.</summary>
    public long Timeouts { get; init; }

    /// <summary>Answers that came after their request had timed out or was cancelled; dropped.</summary>
    public long LateAnswers { get; init; }

    /// <summary>Answers to nothing that was asked; dropped.</summary>
    public long UnknownAnswers { get; init; }

    /// <summary>Answers whose unit, function or length did not fit their request.</summary>
    public long ProtocolErrors { get; init; }

    /// <summary>ADUs of another protocol; dropped.</summary>
    public long SkippedFrames { get; init; }

    /// <summary>Requests repeated.</summary>
    public long Retries { get; init; }
}
