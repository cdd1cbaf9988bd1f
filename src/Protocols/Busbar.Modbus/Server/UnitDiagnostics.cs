namespace Busbar.Modbus;

/// <summary>A unit's counters, event log and listen only mode; MODBUS Application Protocol V1.1b3 §6.8 to §6.10. Any thread.</summary>
internal sealed class UnitDiagnostics(ServerCounters line)
{
    private readonly Lock _lock = new();
    private readonly EventLog _log = new();
    private ModbusUnitStatistics _counts; // those of the line not among them
    private long _messagesBefore; // of the line, when the counters were cleared
    private long _errorsBefore;
    private bool _isListening;
    private ushort _register;

    public bool IsListenOnly => Volatile.Read(ref _isListening);

    public ushort Register
    {
        get => Volatile.Read(ref _register);
        set => Volatile.Write(ref _register, value);
    }

    public ModbusUnitStatistics Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts with
                {
                    BusMessages = (ushort)(line.Messages - _messagesBefore),
                    BusCommunicationErrors = (ushort)(line.CommunicationErrors - _errorsBefore),
                };
            }
        }
    }

    /// <summary>A message to the unit has come.</summary>
    [HotPath]
    public void OnRequest(bool isBroadcast)
    {
        lock (_lock)
        {
            _counts = _counts with { Messages = (ushort)(_counts.Messages + 1) };
            _log.Add(CommEvent.Received(_isListening, isBroadcast));
        }
    }

    /// <summary>It was done.</summary>
    /// <param name="function">Its function.</param>
    /// <param name="refusal">With what exception; none when it was done.</param>
    /// <param name="isAnswered">Whether an answer goes out.</param>
    [HotPath]
    public void OnDone(FunctionCode function, ModbusExceptionCode refusal, bool isAnswered)
    {
        lock (_lock)
        {
            if (!isAnswered)
                _counts = _counts with { NoResponses = (ushort)(_counts.NoResponses + 1) };
            else if (refusal != ModbusExceptionCode.None)
                CountException(refusal);
            if (refusal == ModbusExceptionCode.None && !_isListening && function != FunctionCode.GetCommEventCounter)
                _counts = _counts with { Events = (ushort)(_counts.Events + 1) };
            _log.Add(CommEvent.Sent(isAnswered ? refusal : ModbusExceptionCode.None, _isListening));
        }
    }

    /// <summary>A read of a table has come and was answered.</summary>
    [HotPath]
    public void OnRead(ModbusExceptionCode refusal)
    {
        lock (_lock)
        {
            _counts = _counts with { Messages = (ushort)(_counts.Messages + 1) };
            if (refusal == ModbusExceptionCode.None)
                _counts = _counts with { Events = (ushort)(_counts.Events + 1) };
            else
                CountException(refusal);
            _log.Add(CommEvent.Received(_isListening, isBroadcast: false));
            _log.Add(CommEvent.Sent(refusal, _isListening));
        }
    }

    /// <summary>What a sub-function changes, once it has been answered.</summary>
    public void Execute(DiagnosticSubFunction subFunction, ushort value)
    {
        lock (_lock)
        {
            switch (subFunction)
            {
                case DiagnosticSubFunction.RestartCommunications:
                    Clear();
                    if (value != 0)
                        _log.Clear();
                    _log.Add(CommEvent.Restarted);
                    Volatile.Write(ref _isListening, false);
                    break;
                case DiagnosticSubFunction.ForceListenOnlyMode:
                    _log.Add(CommEvent.EnteredListenOnlyMode);
                    Volatile.Write(ref _isListening, true);
                    break;
                case DiagnosticSubFunction.ClearCounters:
                    Clear();
                    Register = 0;
                    break;
            }
        }
    }

    /// <summary>The answer of function 12.</summary>
    public int AnswerLog(Span<byte> answer)
    {
        Span<byte> events = stackalloc byte[ModbusLimits.MaxEvents];
        lock (_lock)
        {
            ModbusUnitStatistics counts = Counts;
            return CommEventLogResponse.Encode(answer, 0, counts.Events, counts.BusMessages, events[.._log.CopyTo(events)]);
        }
    }

    private void CountException(ModbusExceptionCode refusal) => _counts = _counts with
    {
        Exceptions = (ushort)(_counts.Exceptions + 1),
        NegativeAcknowledges = (ushort)(_counts.NegativeAcknowledges + (refusal == ModbusExceptionCode.NegativeAcknowledge ? 1 : 0)),
        Busy = (ushort)(_counts.Busy + (refusal == ModbusExceptionCode.ServerDeviceBusy ? 1 : 0)),
    };

    private void Clear()
    {
        _counts = default;
        _messagesBefore = line.Messages;
        _errorsBefore = line.CommunicationErrors;
    }
}
