using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The server's side of one Modbus TCP connection: answers all requests of one read into one output, which leaves with one write.
/// Closes on broken framing, on a request that stays unfinished and on a client that is idle. Allocates nothing per read request.
/// </summary>
/// <param name="units">The server's.</param>
/// <param name="options">The server's, checked.</param>
/// <param name="counters">The server's.</param>
/// <param name="client">Who is at the other end.</param>
internal sealed class TcpServerSession(UnitRouter units, ModbusServerOptions options, ServerCounters counters, ServerClient client)
    : ServerSession(units, options, counters, client)
{
    private long _unfinishedAt = long.MaxValue; // when the request that has begun to arrive must be whole

    public override long Deadline => Math.Min(IdleAt, _unfinishedAt);

    [HotPath]
    public override int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        int consumed = 0;
        int requests = 0;
        FrameStatus status;
        while ((status = default(MbapCodec).Decode(octets[consumed..], out ModbusFrame frame)).Consumed > 0)
        {
            consumed += status.Consumed;
            if (status.Kind == FrameStatusKind.Complete)
            {
                requests++;
                OnRequest(frame, output);
            }
            else
            {
                Skip(consumed - status.Consumed, status.Consumed, status.Rule!, output);
            }
        }

        if (Client.SendsDatagrams && consumed < octets.Length)
            consumed = SkipRest(octets, consumed, status, output);
        else if (status.Kind == FrameStatusKind.Malformed)
            output.Close(CloseReason.Violation(status.Offset, status.Rule!));
        if (requests > 0)
        {
            Counters.Requests(requests);
            Restart(now);
        }

        if (consumed == octets.Length)
            _unfinishedAt = long.MaxValue;
        else if (consumed > 0 || _unfinishedAt == long.MaxValue)
            _unfinishedAt = now + Options.FrameTimeout.Ticks;
        return consumed;
    }

    public override void OnDeadline(long now, SessionOutput output)
    {
        if (_unfinishedAt <= now)
            output.Close(CloseReason.TimedOut(FormattableString.Invariant($"a request was not whole after {Options.FrameTimeout.TotalSeconds:0.###} s")));
        else
            CloseIdle(output);
    }

    /// <summary>The rest of a datagram that is no ADU.</summary>
    private int SkipRest(ReadOnlySpan<byte> octets, int consumed, in FrameStatus status, SessionOutput output)
    {
        Skip(consumed, octets.Length - consumed, status.Rule ?? MbapCodec.NotWhole, output);
        return octets.Length;
    }

    protected override void OnAnswered(GatewayRequest request, SessionOutput output)
    {
        ReadOnlySpan<byte> pdu = request.Answer;
        if (pdu.IsEmpty)
        {
            Counters.Unanswered();
            return;
        }

        Span<byte> adu = output.GetSpan(MbapCodec.MaxAduLength);
        pdu.CopyTo(adu[MbapCodec.HeaderLength..]);
        Send(adu, request.TransactionId, request.Unit, pdu.Length, output);
    }

    [HotPath]
    private void OnRequest(in ModbusFrame frame, SessionOutput output)
    {
        Counters.Message();
        Span<byte> adu = output.GetSpan(MbapCodec.MaxAduLength);
        Span<byte> answer = adu[MbapCodec.HeaderLength..];
        int length = 0;
        if (!Client.MayAsk(frame.Unit, frame.Pdu))
        {
            Counters.Unauthorized();
            length = ExceptionResponse.Encode(answer, frame.Function, ModbusExceptionCode.IllegalFunction);
        }
        else if (Units.Find(frame.Unit) is { } unit)
        {
            length = unit.Answer(frame.Pdu, answer);
        }
        else if (!OnForeign(frame, answer, output, out length))
        {
            return; // on its way
        }

        if (length == 0)
            Counters.Unanswered();
        else
            Send(adu, frame.TransactionId, frame.Unit, length, output);
    }

    /// <summary>A request to a unit that the server does not have.</summary>
    /// <returns>False when it is answered later.</returns>
    private bool OnForeign(in ModbusFrame frame, Span<byte> answer, SessionOutput output, out int length)
    {
        length = 0;
        if (Units.RouteOf(frame.Unit) is { } route)
        {
            ModbusExceptionCode refusal = GatewayRules.RefusalOf(frame.Pdu);
            if (refusal == ModbusExceptionCode.None && Forward(route, frame, output) is not null)
                return false;
            length = ExceptionResponse.Encode(answer, frame.Function, refusal == ModbusExceptionCode.None ? ModbusExceptionCode.ServerDeviceBusy : refusal);
        }
        else if (frame.Unit == RtuCodec.BroadcastUnit && !Units.RoutesToAll.IsEmpty)
        {
            length = ToAll(frame, answer, output);
        }
        else if (!Units.IgnoresUnknown)
        {
            length = ExceptionResponse.Encode(answer, frame.Function, ModbusExceptionCode.GatewayPathUnavailable);
        }

        return true;
    }

    /// <summary>What nobody answers is refused where it cannot be meant, so that its client does not wait.</summary>
    private int ToAll(in ModbusFrame frame, Span<byte> answer, SessionOutput output)
    {
        ModbusExceptionCode refusal = RequestProcessor.IsBroadcastable(frame.Function) ? GatewayRules.RefusalOf(frame.Pdu) : ModbusExceptionCode.IllegalFunction;
        if (refusal != ModbusExceptionCode.None)
            return ExceptionResponse.Encode(answer, frame.Function, refusal);
        bool isTaken = ForwardToAll(frame, output);
        Units.TakeBroadcast(frame.Pdu, answer);
        return isTaken ? 0 : ExceptionResponse.Encode(answer, frame.Function, ModbusExceptionCode.ServerDeviceBusy);
    }

    [HotPath]
    private void Send(Span<byte> adu, ushort transactionId, byte unit, int length, SessionOutput output)
    {
        if ((adu[MbapCodec.HeaderLength] & ExceptionResponse.Mark) != 0)
            Counters.Exception();
        MbapCodec.EncodeHeader(adu, transactionId, unit, length);
        output.Advance(MbapCodec.HeaderLength + length);
        output.EndFrame();
    }
}
