using System.Numerics;
using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The client's side of one Modbus TCP connection: numbers transactions, keeps a bounded number in flight and a bounded number
/// waiting, matches answers by transaction identifier, then checks unit, function and length. Allocates nothing per transaction.
/// </summary>
/// <remarks>
/// A request that finds others in flight does not leave by itself but a moment later, with those that follow it: one send costs
/// as much as the rest of ten requests. One that finds none leaves at once, from its caller's thread.
/// </remarks>
internal sealed class ClientSession : ISession
{
    private readonly ModbusClientOptions _options;
    private readonly ClientCounters _counters;
    private readonly Func<CloseReason, Exception> _closed;
    private readonly Transaction?[] _byId; // at the identifier's low bits; twice as many places as may be in flight
    private TransactionList _inFlight; // in the order of their deadlines: all have the same time
    private TransactionList _waiting;
    private AbandonedIds _abandoned;
    private CanceledRequests _canceled = new(); // sent and not answered: the server works on them, though nobody waits
    private ushort _lastId;
    private SendingWorkItem? _sending;
    private int _silentTimeouts; // in a row, nothing received between them

    /// <param name="options">The client's, checked.</param>
    /// <param name="counters">The client's.</param>
    /// <param name="closed">Makes what callers get when the link closes.</param>
    public ClientSession(ModbusClientOptions options, ClientCounters counters, Func<CloseReason, Exception> closed)
    {
        _options = options;
        _counters = counters;
        _closed = closed;
        _byId = new Transaction?[BitOperations.RoundUpToPowerOf2((uint)options.MaxInFlight * 2)];
    }

    public long Deadline => Math.Min(_inFlight.First?.Deadline ?? long.MaxValue, _canceled.Deadline);

    /// <summary>Requests sent and not yet answered.</summary>
    private int Outstanding => _inFlight.Count + _canceled.Count;

    public void OnOpened(long now, SessionOutput output)
    {
    }

    /// <summary>Sends it, or keeps it for a moment or until an earlier one has ended.</summary>
    /// <returns>False when as many wait as may.</returns>
    [HotPath]
    public bool Submit(Transaction transaction, Link<ClientSession> link, long now, SessionOutput output)
    {
        if (Outstanding + _waiting.Count >= _options.MaxInFlight + _options.MaxQueued)
            return false;

        if (Outstanding == 0 && _waiting.Count == 0)
        {
            Send(transaction, now, output);
            return true;
        }

        Wait(transaction);
        if (Outstanding < _options.MaxInFlight) // otherwise the next answer sends it
            (_sending ??= new SendingWorkItem(link)).Queue();
        return true;
    }

    /// <summary>Sends what waits, as far as it may.</summary>
    [HotPath]
    public void SendWaiting(long now, SessionOutput output)
    {
        while (Outstanding < _options.MaxInFlight && _waiting.First is { } transaction)
        {
            _waiting.Remove(transaction);
            Send(transaction, now, output);
        }
    }

    [HotPath]
    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        int consumed = 0;
        while (true)
        {
            FrameStatus status = default(MbapCodec).Decode(octets[consumed..], out ModbusFrame frame);
            switch (status.Kind)
            {
                case FrameStatusKind.Complete:
                    OnFrame(frame, output);
                    break;
                case FrameStatusKind.Skipped:
                    _counters.SkippedFrame();
                    output.Skipped(consumed, status.Consumed, status.Rule!);
                    break;
                case FrameStatusKind.Malformed:
                    output.Close(CloseReason.Violation(status.Offset, status.Rule!));
                    return consumed;
                default:
                    SendWaiting(now, output);
                    return consumed;
            }

            consumed += status.Consumed;
        }
    }

    public void OnDeadline(long now, SessionOutput output)
    {
        bool any = _canceled.RemoveDue(now); // a peer that vanished is to be noticed, though all callers are less patient than the time-out
        while (_inFlight.First is { } transaction && transaction.Deadline <= now)
        {
            any = true;
            Abandon(transaction, output);
            _counters.Timeout();
            if (transaction.RetriesLeft > 0)
                WaitAgain(transaction);
            else
                Complete(transaction, TransactionOutcome.TimedOut, output);
        }

        if (any && ++_silentTimeouts == _options.CloseAfterTimeouts)
            output.Close(CloseReason.TimedOut($"nothing received while {_silentTimeouts} requests in a row timed out"));
        else
            SendWaiting(now, output);
    }

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
        while (_inFlight.First is { } transaction)
        {
            Remove(transaction);
            Fail(transaction, reason, output);
        }

        while (_waiting.First is { } transaction)
        {
            _waiting.Remove(transaction);
            Fail(transaction, reason, output);
        }
    }

    /// <summary>
    /// Ends it for its caller, unless it has ended. An answer that still comes is dropped. One in flight keeps its place until it is
    /// answered or times out: many devices break when the next request comes before.
    /// </summary>
    public void Cancel(Transaction transaction, long now, SessionOutput output)
    {
        switch (transaction.State)
        {
            case TransactionState.Waiting:
                _waiting.Remove(transaction);
                break;
            case TransactionState.InFlight:
                Abandon(transaction, output);
                _canceled.Add(transaction.Id, transaction.Deadline);
                break;
            default:
                return;
        }

        Complete(transaction, TransactionOutcome.Canceled, output);
        SendWaiting(now, output);
    }

    [HotPath]
    private void OnFrame(in ModbusFrame frame, SessionOutput output)
    {
        _silentTimeouts = 0;
        if (_byId[frame.TransactionId & (_byId.Length - 1)] is not { } transaction || transaction.Id != frame.TransactionId)
        {
            OnStranger(frame.TransactionId);
            return;
        }

        Remove(transaction);
        Judge(transaction, frame);
        transaction.State = TransactionState.Outside;
        output.Complete(transaction);
    }

    private void OnStranger(ushort id)
    {
        if (!_abandoned.Remove(id))
        {
            _counters.UnknownAnswer();
            return;
        }

        _counters.LateAnswer();
        _canceled.Remove(id);
    }

    [HotPath]
    private void Judge(Transaction transaction, in ModbusFrame frame)
    {
        string? violation = frame.Unit != transaction.Unit ? "the unit identifier must be the request's" : null;
        if (violation is null && ExceptionResponse.TryDecode(frame.Pdu, out ExceptionResponse exception) && (byte)exception.Function == transaction.Pdu[0])
        {
            _counters.Exception();
            transaction.Refuse(exception.Code);
            return;
        }

        violation ??= ResponseCheck.Violation(transaction.Pdu, frame.Pdu);
        if (violation is null)
        {
            _counters.Answer();
            transaction.Answer(frame.Pdu);
            return;
        }

        _counters.ProtocolError();
        transaction.Violate(violation);
    }

    [HotPath]
    private void Send(Transaction transaction, long now, SessionOutput output)
    {
        transaction.Id = NextId();
        transaction.Deadline = now + _options.ResponseTimeout.Ticks;
        transaction.State = TransactionState.InFlight;
        _byId[transaction.Id & (_byId.Length - 1)] = transaction;
        _inFlight.AddLast(transaction);

        ReadOnlySpan<byte> pdu = transaction.Pdu;
        output.Advance(MbapCodec.Encode(output.GetSpan(MbapCodec.HeaderLength + pdu.Length), transaction.Id, transaction.Unit, pdu));
        output.EndFrame();
        _counters.Request();
    }

    private void Wait(Transaction transaction)
    {
        transaction.State = TransactionState.Waiting;
        _waiting.AddLast(transaction);
    }

    private void WaitAgain(Transaction transaction)
    {
        _counters.Retry();
        transaction.RetriesLeft--;
        transaction.State = TransactionState.Waiting;
        _waiting.AddFirst(transaction);
    }

    /// <summary>Takes it out of flight while its answer may still come.</summary>
    private void Abandon(Transaction transaction, SessionOutput output)
    {
        Remove(transaction);
        _abandoned.Add(transaction.Id);
        if (_abandoned.Count >= AbandonedIds.Limit)
            output.Close(CloseReason.LimitExceeded($"{_abandoned.Count} requests were never answered"));
    }

    private void Remove(Transaction transaction)
    {
        _inFlight.Remove(transaction);
        _byId[transaction.Id & (_byId.Length - 1)] = null;
    }

    private static void Complete(Transaction transaction, TransactionOutcome outcome, SessionOutput output)
    {
        transaction.State = TransactionState.Outside;
        transaction.End(outcome);
        output.Complete(transaction);
    }

    private void Fail(Transaction transaction, CloseReason reason, SessionOutput output)
    {
        transaction.State = TransactionState.Outside;
        transaction.Fail(_closed(reason)); // one exception for each caller: a shared one would gather all their stack traces
        output.Complete(transaction);
    }

    /// <summary>The next identifier that is neither in flight, nor given up with its answer outstanding, and whose place is free.</summary>
    [HotPath]
    private ushort NextId()
    {
        do
            _lastId++;
        while (_byId[_lastId & (_byId.Length - 1)] is not null || _abandoned.Contains(_lastId));
        return _lastId;
    }
}
