using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The server's side of a serial line, or of a connection used as one: answers its units and nobody else's, and does what is written to
/// all without an answer. What is no frame is skipped, and what stays unfinished is dropped when the line falls silent.
/// </summary>
internal sealed class SerialServerSession : ServerSession
{
    private readonly SerialLine _line;
    private readonly long _silence;
    private readonly byte[] _answer = new byte[ModbusLimits.MaxPduLength];
    private long _silentAt = long.MaxValue;
    private GatewayRequest? _forwarded; // the last request, when its answer is still to come from elsewhere

    /// <param name="units">The server's.</param>
    /// <param name="options">The server's, checked.</param>
    /// <param name="counters">The server's.</param>
    /// <param name="client">Who is at the other end.</param>
    public SerialServerSession(UnitRouter units, ModbusServerOptions options, ServerCounters counters, ServerClient client)
        : base(units, options, counters, client)
    {
        _line = new SerialLine(options.Framing, PduDirection.Request, options.SerialLine);
        _silence = options.SerialLine.SilenceOf(options.Framing, client.CharacterTime).Ticks;
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

        if (Client.SendsDatagrams && !_line.IsEmpty)
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

    protected override void OnAnswered(GatewayRequest request, SessionOutput output)
    {
        if (!ReferenceEquals(request, _forwarded))
            return;
        _forwarded = null;
        Send(request.Unit, request.Answer, output);
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
                Counters.Requests(1);
                Restart(now);
                OnRequest(frame, output);
            }
            else
            {
                Count(status.Rule!);
                Skip(Math.Max(0, taken - _line.Count), status.Consumed, status.Rule!, output);
            }

            _line.Drop(status.Consumed);
        }
    }

    private void Count(string rule)
    {
        if (ReferenceEquals(rule, RtuCodec.ForeignResponse))
            Counters.Message();
        else
            Counters.CommunicationError();
    }

    [HotPath]
    private void OnRequest(in ModbusFrame frame, SessionOutput output)
    {
        Counters.Message();
        if (_forwarded is not null)
            Counters.Unanswered(); // who asks again waits for the one before no more: its answer would be taken for this one's
        _forwarded = null;
        if (frame.Unit == RtuCodec.BroadcastUnit)
        {
            Broadcast(frame, output);
            return;
        }

        if (Units.FindOnLine(frame.Unit) is { } unit)
            Answer(unit, frame, output);
        else if (Units.RouteOf(frame.Unit) is { } route)
            ForwardOrRefuse(route, frame, output, MayAsk(frame) ? GatewayRules.RefusalOf(frame.Pdu) : ModbusExceptionCode.IllegalFunction);
        else
            Counters.Unanswered();
    }

    [HotPath]
    private void Answer(ModbusUnit unit, in ModbusFrame frame, SessionOutput output)
    {
        ReadOnlySpan<byte> pdu = _answer.AsSpan(0, MayAsk(frame) ? unit.Answer(frame.Pdu, _answer) : Refuse(frame, ModbusExceptionCode.IllegalFunction));
        Send(frame.Unit, pdu, output);
        if (DiagnosticsResponse.TryDecode(pdu, out DiagnosticsResponse diagnosis) && diagnosis.SubFunction == DiagnosticSubFunction.ChangeAsciiInputDelimiter)
            _line.Delimiter = diagnosis.Data[0];
    }

    private void ForwardOrRefuse(GatewayRoute route, in ModbusFrame frame, SessionOutput output, ModbusExceptionCode refusal)
    {
        if (refusal == ModbusExceptionCode.None && (_forwarded = Forward(route, frame, output)) is not null)
            return;
        Send(frame.Unit, _answer.AsSpan(0, Refuse(frame, refusal == ModbusExceptionCode.None ? ModbusExceptionCode.ServerDeviceBusy : refusal)), output);
    }

    [HotPath]
    private void Send(byte unit, ReadOnlySpan<byte> pdu, SessionOutput output)
    {
        if (pdu.IsEmpty)
        {
            Counters.Unanswered();
            return;
        }

        if ((pdu[0] & ExceptionResponse.Mark) != 0)
            Counters.Exception();
        _line.Write(output, unit, pdu);
    }

    [HotPath]
    private bool MayAsk(in ModbusFrame frame)
    {
        if (Client.MayAsk(frame.Unit, frame.Pdu))
            return true;
        Counters.Unauthorized();
        return false;
    }

    private int Refuse(in ModbusFrame frame, ModbusExceptionCode code) => ExceptionResponse.Encode(_answer, frame.Function, code);

    private void Broadcast(in ModbusFrame frame, SessionOutput output)
    {
        Counters.Unanswered();
        if (!MayAsk(frame))
            return;
        if (RequestProcessor.IsBroadcastable(frame.Function) && GatewayRules.RefusalOf(frame.Pdu) == ModbusExceptionCode.None)
            ForwardToAll(frame, output);
        Units.TakeBroadcast(frame.Pdu, _answer);
    }
}
