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
internal sealed partial class TcpClientSession : ClientSession
{
    private readonly bool _isDatagrams;
    private readonly Transaction?[] _byId; // at the identifier's low bits; twice as many places as may be in flight
    private TransactionList _inFlight; // in the order of their deadlines: all have the same time
    private AbandonedIds _abandoned;
    private CanceledRequests _canceled = new(); // sent and not answered: the server works on them, though nobody waits
    private ushort _lastId;
    private SendingWorkItem? _sending;
    private bool _isClosing; // nothing is sent any more
    private int _silentTimeouts; // in a row, nothing received between them

    /// <param name="options">The client's, checked.</param>
    /// <param name="counters">The client's.</param>
    /// <param name="closed">Makes what callers get when the link closes.</param>
    /// <param name="isDatagrams">Whether what comes at once is whole, and what comes next stands for itself.</param>
    public TcpClientSession(ModbusClientOptions options, ClientCounters counters, Func<CloseReason, Exception> closed, bool isDatagrams)
        : base(options, counters, closed)
    {
        _isDatagrams = isDatagrams;
        _byId = new Transaction?[BitOperations.RoundUpToPowerOf2((uint)options.MaxInFlight * 2)];
    }

    public override long Deadline => Math.Min(_inFlight.First?.Deadline ?? long.MaxValue, _canceled.Deadline);

    /// <summary>Requests sent and not yet answered.</summary>
    private int Outstanding => _inFlight.Count + _canceled.Count;

    /// <summary>Sends it, or keeps it for a moment or until an earlier one has ended.</summary>
    /// <returns>False when as many wait as may.</returns>
    [HotPath]
    public override bool Submit(Transaction transaction, Link<ClientSession> link, long now, SessionOutput output)
    {
        if (Outstanding + Waiting.Count >= Options.MaxInFlight + Options.MaxQueued)
            return false;

        if (Outstanding == 0 && Waiting.Count == 0 && !_isClosing)
        {
            Send(transaction, now, output);
            return true;
        }

        Wait(transaction);
        if (Outstanding < Options.MaxInFlight) // otherwise the next answer sends it
            (_sending ??= new SendingWorkItem(link)).Queue();
        return true;
    }

    /// <summary>Sends what waits, as far as it may.</summary>
    [HotPath]
    public override void SendWaiting(long now, SessionOutput output)
    {
        while (!_isClosing && Outstanding < Options.MaxInFlight && Waiting.First is { } transaction)
        {
            Waiting.Remove(transaction);
            Send(transaction, now, output);
        }
    }

    [HotPath]
    public override int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
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
                    Counters.SkippedFrame();
                    output.Skipped(consumed, status.Consumed, status.Rule!);
                    break;
                case FrameStatusKind.Malformed when !_isDatagrams:
                    output.Close(CloseReason.Violation(status.Offset, status.Rule!));
                    return consumed;
                default:
                    if (_isDatagrams && consumed < octets.Length)
                        consumed = SkipRest(octets, consumed, status, output);
                    SendWaiting(now, output);
                    return consumed;
            }

            consumed += status.Consumed;
        }
    }

    public override void OnDeadline(long now, SessionOutput output)
    {
        if (Options.RelaxedTransactionIds)
        {
            CloseUnanswered(now, output);
            return;
        }

        bool any = _canceled.RemoveDue(now); // a peer that vanished is to be noticed, though all callers are less patient than the time-out
        while (_inFlight.First is { } transaction && transaction.Deadline <= now)
        {
            any = true;
            Abandon(transaction, output);
            Counters.Timeout();
            if (transaction.RetriesLeft > 0)
                WaitAgain(transaction);
            else
                Complete(transaction, TransactionOutcome.TimedOut, output);
        }

        if (any && ++_silentTimeouts == Options.CloseAfterTimeouts)
            output.Close(CloseReason.TimedOut($"nothing received while {_silentTimeouts} requests in a row timed out"));
        else
            SendWaiting(now, output);
    }

    public override void OnClosed(CloseReason reason, SessionOutput output)
    {
        while (_inFlight.First is { } transaction)
        {
            Remove(transaction);
            Fail(transaction, reason, output);
        }

        FailWaiting(reason, output);
    }

    /// <summary>
    /// Ends it for its caller, unless it has ended. An answer that still comes is dropped. One in flight keeps its place until it is
    /// answered or times out: many devices break when the next request comes before.
    /// </summary>
    public override void Cancel(Transaction transaction, long now, SessionOutput output)
    {
        switch (transaction.State)
        {
            case TransactionState.Waiting:
                Waiting.Remove(transaction);
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
            if (Options.RelaxedTransactionIds)
                OnRenumbered(frame, output);
            else
                OnStranger(frame.TransactionId);
            return;
        }

        Remove(transaction);
        if (!Judge(transaction, frame, output) && Options.RelaxedTransactionIds)
            CloseUnordered(output);
    }

    /// <summary>The rest of a datagram that is no ADU.</summary>
    private int SkipRest(ReadOnlySpan<byte> octets, int consumed, in FrameStatus status, SessionOutput output)
    {
        Counters.SkippedFrame();
        output.Skipped(consumed, octets.Length - consumed, status.Rule ?? MbapCodec.NotWhole);
        return octets.Length;
    }

    private void OnStranger(ushort id)
    {
        if (!_abandoned.Remove(id))
        {
            Counters.UnknownAnswer();
            return;
        }

        Counters.LateAnswer();
        _canceled.Remove(id);
    }

    [HotPath]
    private void Send(Transaction transaction, long now, SessionOutput output)
    {
        transaction.Id = NextId();
        ReadOnlySpan<byte> pdu = transaction.Pdu;
        output.Advance(MbapCodec.Encode(output.GetSpan(MbapCodec.HeaderLength + pdu.Length), transaction.Id, transaction.Unit, pdu));
        output.EndFrame();
        Counters.Request();
        if (transaction.IsUnanswered)
        {
            CompleteUnanswered(transaction, output); // an answer that comes all the same is nobody's: its identifier is not used again for long
            return;
        }

        transaction.Deadline = now + Options.ResponseTimeout.Ticks;
        transaction.State = TransactionState.InFlight;
        _byId[transaction.Id & (_byId.Length - 1)] = transaction;
        _inFlight.AddLast(transaction);
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
