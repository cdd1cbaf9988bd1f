using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The server's side of a serial line, or of a connection used as one: answers its units and nobody else's, and does what is written to
/// all without an answer. What is no frame is skipped, and what stays unfinished is dropped when the line falls silent.
/// </summary>
internal sealed class SerialServerSession : ServerSession
{
    private readonly bool _isDatagrams;
    private readonly UnitRouter _units;
    private readonly ServerCounters _counters;
    private readonly SerialLine _line;
    private readonly long _silence;
    private readonly byte[] _answer = new byte[ModbusLimits.MaxPduLength];
    private long _silentAt = long.MaxValue;

    /// <param name="units">The server's.</param>
    /// <param name="options">The server's, checked.</param>
    /// <param name="counters">The server's.</param>
    /// <param name="characterTime">What the line says of itself.</param>
    /// <param name="isDatagrams">Whether what comes at once is whole, and what comes next stands for itself.</param>
    public SerialServerSession(UnitRouter units, ModbusServerOptions options, ServerCounters counters, TimeSpan? characterTime, bool isDatagrams)
        : base(options, isLine: characterTime is not null)
    {
        _isDatagrams = isDatagrams;
        _units = units;
        _counters = counters;
        _line = new SerialLine(options.Framing, PduDirection.Request, options.SerialLine);
        _silence = options.SerialLine.SilenceOf(options.Framing, characterTime).Ticks;
    }

    public override long Deadline => Math.Min(IdleAt, _silentAt);

    [HotPath]
    public override int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        for (int taken = 0; taken < octets.Length;)
        {
            taken += _line.Take(octets[taken..]);
            Read(taken, isSilent: false, now, output);
        }

        if (_isDatagrams && !_line.IsEmpty)
            Read(octets.Length, isSilent: true, now, output);
        _silentAt = _line.IsEmpty ? long.MaxValue : now + _silence;
        return octets.Length;
    }

    public override void OnDeadline(long now, SessionOutput output)
    {
        if (_silentAt <= now)
        {
            _silentAt = long.MaxValue;
            Read(taken: 0, isSilent: true, now, output);
        }

        if (IdleAt <= now)
            CloseIdle(output);
    }

    [HotPath]
    private void Read(int taken, bool isSilent, long now, SessionOutput output)
    {
        while (!_line.IsEmpty)
        {
            FrameStatus status = _line.Decode(isSilent, out ModbusFrame frame);
            if (status.Consumed == 0)
                return;
            if (status.Kind == FrameStatusKind.Complete)
            {
                _counters.Requests(1);
                Restart(now);
                OnRequest(frame, output);
            }
            else
            {
                Count(status.Rule!);
                output.Skipped(Math.Max(0, taken - _line.Count), status.Consumed, status.Rule!);
            }

            _line.Drop(status.Consumed);
        }
    }

    private void Count(string rule)
    {
        _counters.SkippedFrame();
        if (ReferenceEquals(rule, RtuCodec.ForeignResponse))
            _counters.Message();
        else
            _counters.CommunicationError();
    }

    [HotPath]
    private void OnRequest(in ModbusFrame frame, SessionOutput output)
    {
        _counters.Message();
        if (frame.Unit == RtuCodec.BroadcastUnit)
        {
            Broadcast(frame.Pdu);
            return;
        }

        if (_units.FindOnLine(frame.Unit) is not { } unit)
        {
            _counters.Unanswered();
            return;
        }

        int length = unit.Answer(frame.Pdu, _answer);
        if (length == 0)
        {
            _counters.Unanswered();
            return;
        }

        if ((_answer[0] & ExceptionResponse.Mark) != 0)
            _counters.Exception();
        _line.Write(output, frame.Unit, _answer.AsSpan(0, length));
        if (DiagnosticsResponse.TryDecode(_answer.AsSpan(0, length), out DiagnosticsResponse diagnosis) && diagnosis.SubFunction == DiagnosticSubFunction.ChangeAsciiInputDelimiter)
            _line.Delimiter = diagnosis.Data[0];
    }

    private void Broadcast(ReadOnlySpan<byte> pdu)
    {
        _counters.Unanswered();
        for (int number = 0; number <= byte.MaxValue; number++)
            _units.At((byte)number)?.TakeBroadcast(pdu, _answer);
    }
}
