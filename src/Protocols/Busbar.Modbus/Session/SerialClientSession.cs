using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The client's side of a serial line, or of a connection used as one: one request at a time, whose answer nothing but unit and function
/// tell from others. After one that did not come the line is drained before the next request leaves. Allocates nothing per transaction.
/// </summary>
internal sealed class SerialClientSession : ClientSession
{
    private const int MaxDrains = 4; // times the drain time; a line that is never quiet fails its requests and does not keep them for ever

    private readonly bool _isDatagrams;
    private readonly SerialLine _line;
    private readonly long _silence;
    private readonly long _drainTime;
    private Transaction? _current; // null as well when its caller has gone while the server works on it
    private bool _isAwaiting;
    private long _answerAt;
    private byte _unit; // of the last request
    private byte _function;
    private bool _isLate; // the last request was given up and its answer has not come
    private long _freeAt = long.MinValue; // before that nothing is sent
    private long _drainedAt; // at the latest, though the line should never be quiet
    private long _silentAt = long.MaxValue;
    private int _silentTimeouts; // in a row, nothing received between them

    /// <param name="options">The client's, checked.</param>
    /// <param name="counters">The client's.</param>
    /// <param name="closed">Makes what callers get when the link closes.</param>
    /// <param name="characterTime">What the line says of itself.</param>
    /// <param name="isDatagrams">Whether what comes at once is whole, and what comes next stands for itself.</param>
    public SerialClientSession(ModbusClientOptions options, ClientCounters counters, Func<CloseReason, Exception> closed, TimeSpan? characterTime, bool isDatagrams)
        : base(options, counters, closed)
    {
        _isDatagrams = isDatagrams;
        _line = new SerialLine(options.Framing, PduDirection.Response, options.SerialLine);
        _silence = options.SerialLine.SilenceOf(options.Framing, characterTime).Ticks;
        _drainTime = (options.SerialLine.DrainTime ?? options.ResponseTimeout).Ticks;
    }

    public override long Deadline
    {
        get
        {
            long next = _isAwaiting ? _answerAt : Waiting.First is null ? long.MaxValue : _freeAt;
            return Math.Min(next, _silentAt);
        }
    }

    [HotPath]
    public override bool Submit(Transaction transaction, Link<ClientSession> link, long now, SessionOutput output)
    {
        if ((_isAwaiting ? 1 : 0) + Waiting.Count > Options.MaxQueued)
            return false;

        Wait(transaction);
        SendWaiting(now, output);
        return true;
    }

    [HotPath]
    public override void SendWaiting(long now, SessionOutput output)
    {
        while (!_isAwaiting && now >= _freeAt && Waiting.First is { } transaction)
        {
            Waiting.Remove(transaction);
            Send(transaction, now, output);
        }
    }

    [HotPath]
    public override int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        _silentTimeouts = 0;
        if (!_isAwaiting && now < _freeAt && _isLate)
            _freeAt = Math.Min(now + _drainTime, _drainedAt); // not quiet yet

        for (int taken = 0; taken < octets.Length;)
        {
            taken += _line.Take(octets[taken..]);
            Read(taken, isSilent: false, now, output);
        }

        if (_isDatagrams && !_line.IsEmpty)
            Read(octets.Length, isSilent: true, now, output);
        _silentAt = _line.IsEmpty ? long.MaxValue : now + _silence;
        SendWaiting(now, output);
        return octets.Length;
    }

    public override void OnDeadline(long now, SessionOutput output)
    {
        if (_silentAt <= now)
        {
            _silentAt = long.MaxValue;
            Read(taken: 0, isSilent: true, now, output);
        }

        if (_isAwaiting && _answerAt <= now)
            GiveUp(now, output);
        SendWaiting(now, output);
    }

    public override void OnClosed(CloseReason reason, SessionOutput output)
    {
        if (_current is { } transaction)
            Fail(transaction, reason, output);
        _current = null;
        _isAwaiting = false;
        FailWaiting(reason, output);
    }

    /// <summary>Ends it for its caller. One in flight keeps the line until it is answered or times out.</summary>
    public override void Cancel(Transaction transaction, long now, SessionOutput output)
    {
        switch (transaction.State)
        {
            case TransactionState.Waiting:
                Waiting.Remove(transaction);
                break;
            case TransactionState.InFlight:
                _current = null;
                break;
            default:
                return;
        }

        Complete(transaction, TransactionOutcome.Canceled, output);
        SendWaiting(now, output);
    }

    [HotPath]
    private void Send(Transaction transaction, long now, SessionOutput output)
    {
        _line.Clear(); // what came unasked
        _silentAt = long.MaxValue;
        _isLate = false;
        _unit = transaction.Unit;
        _function = transaction.Pdu[0];
        _line.Write(output, _unit, transaction.Pdu);
        Counters.Request();
        if (transaction.IsUnanswered)
        {
            _freeAt = now + Options.SerialLine.TurnaroundDelay.Ticks;
            CompleteUnanswered(transaction, output);
            return;
        }

        transaction.State = TransactionState.InFlight;
        _current = transaction;
        _isAwaiting = true;
        _answerAt = now + Options.ResponseTimeout.Ticks;
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
                OnFrame(frame, now, output);
            }
            else
            {
                Counters.SkippedFrame();
                output.Skipped(Math.Max(0, taken - _line.Count), status.Consumed, status.Rule!);
            }

            _line.Drop(status.Consumed);
        }
    }

    [HotPath]
    private void OnFrame(in ModbusFrame frame, long now, SessionOutput output)
    {
        bool isOfRequest = frame.Unit == _unit && ((byte)frame.Function & ~ExceptionResponse.Mark) == _function;
        if (!isOfRequest || !(_isAwaiting || _isLate))
        {
            Counters.UnknownAnswer(); // of another unit, or nobody's: the answer may still come
            return;
        }

        _isAwaiting = false;
        if (_current is not { } transaction)
        {
            _isLate = false;
            _freeAt = now; // it was the one that the line was drained of
            Counters.LateAnswer();
            return;
        }

        _current = null;
        if (!Judge(transaction, frame, output))
            Drain(now);
    }

    private void GiveUp(long now, SessionOutput output)
    {
        _isAwaiting = false;
        Drain(now);
        if (_current is { } transaction)
        {
            _current = null;
            Counters.Timeout();
            if (transaction.RetriesLeft > 0)
                WaitAgain(transaction);
            else
                Complete(transaction, TransactionOutcome.TimedOut, output);
        }

        if (++_silentTimeouts == Options.CloseAfterTimeouts)
            output.Close(CloseReason.TimedOut($"nothing received while {_silentTimeouts} requests in a row timed out"));
    }

    private void Drain(long now)
    {
        _isLate = true;
        _freeAt = now + _drainTime;
        _drainedAt = now + (MaxDrains * _drainTime);
    }
}
