using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The server's side of one Modbus TCP connection: answers all requests of one read into one output, which leaves with one write.
/// Closes on broken framing, on a request that stays unfinished and on a client that is idle. Allocates nothing per read request.
/// </summary>
/// <param name="units">The server's.</param>
/// <param name="options">The server's, checked.</param>
/// <param name="counters">The server's.</param>
/// <param name="isDatagrams">Whether what comes at once is whole, and what comes next stands for itself.</param>
internal sealed class TcpServerSession(UnitRouter units, ModbusServerOptions options, ServerCounters counters, bool isDatagrams) : ServerSession(options, isLine: false)
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
                counters.SkippedFrame();
                output.Skipped(consumed - status.Consumed, status.Consumed, status.Rule!);
            }
        }

        if (isDatagrams && consumed < octets.Length)
            consumed = SkipRest(octets, consumed, status, output);
        else if (status.Kind == FrameStatusKind.Malformed)
            output.Close(CloseReason.Violation(status.Offset, status.Rule!));
        if (requests > 0)
        {
            counters.Requests(requests);
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
        counters.SkippedFrame();
        output.Skipped(consumed, octets.Length - consumed, status.Rule ?? MbapCodec.NotWhole);
        return octets.Length;
    }

    [HotPath]
    private void OnRequest(in ModbusFrame frame, SessionOutput output)
    {
        counters.Message();
        Span<byte> adu = output.GetSpan(MbapCodec.MaxAduLength);
        Span<byte> answer = adu[MbapCodec.HeaderLength..];
        int length;
        if (units.Find(frame.Unit) is { } unit)
        {
            length = unit.Answer(frame.Pdu, answer);
            if (length == 0)
            {
                counters.Unanswered();
                return;
            }
        }
        else if (units.IgnoresUnknown)
        {
            counters.Unanswered();
            return;
        }
        else
        {
            length = ExceptionResponse.Encode(answer, frame.Function, ModbusExceptionCode.GatewayPathUnavailable);
        }

        if ((answer[0] & ExceptionResponse.Mark) != 0)
            counters.Exception();
        MbapCodec.EncodeHeader(adu, frame.TransactionId, frame.Unit, length);
        output.Advance(MbapCodec.HeaderLength + length);
        output.EndFrame();
    }
}
