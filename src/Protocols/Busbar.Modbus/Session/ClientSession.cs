using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>The client's side of one connection, whatever the framing: transactions that wait, and how they end.</summary>
/// <param name="options">The client's, checked.</param>
/// <param name="counters">The client's.</param>
/// <param name="closed">Makes what callers get when the link closes.</param>
internal abstract class ClientSession(ModbusClientOptions options, ClientCounters counters, Func<CloseReason, Exception> closed) : ISession
{
    protected TransactionList Waiting;

    public abstract long Deadline { get; }

    protected ModbusClientOptions Options => options;

    protected ClientCounters Counters => counters;

    /// <summary>Sends it, or keeps it for a moment or until an earlier one has ended.</summary>
    /// <returns>False when as many wait as may.</returns>
    public abstract bool Submit(Transaction transaction, Link<ClientSession> link, long now, SessionOutput output);

    /// <summary>Sends what waits, as far as it may.</summary>
    public abstract void SendWaiting(long now, SessionOutput output);

    /// <summary>Ends it for its caller, unless it has ended. An answer that still comes is dropped.</summary>
    public abstract void Cancel(Transaction transaction, long now, SessionOutput output);

    public void OnOpened(long now, SessionOutput output)
    {
    }

    public abstract int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output);

    public abstract void OnDeadline(long now, SessionOutput output);

    public abstract void OnClosed(CloseReason reason, SessionOutput output);

    /// <summary>Ends it with what was answered.</summary>
    /// <returns>False when the answer is none.</returns>
    [HotPath]
    protected bool Judge(Transaction transaction, in ModbusFrame frame, SessionOutput output)
    {
        bool isAnswer = TryEnd(transaction, frame);
        transaction.State = TransactionState.Outside;
        output.Complete(transaction);
        return isAnswer;
    }

    protected void Wait(Transaction transaction)
    {
        transaction.State = TransactionState.Waiting;
        Waiting.AddLast(transaction);
    }

    protected void WaitAgain(Transaction transaction)
    {
        Counters.Retry();
        transaction.RetriesLeft--;
        transaction.State = TransactionState.Waiting;
        Waiting.AddFirst(transaction);
    }

    protected static void Complete(Transaction transaction, TransactionOutcome outcome, SessionOutput output)
    {
        transaction.State = TransactionState.Outside;
        transaction.End(outcome);
        output.Complete(transaction);
    }

    /// <summary>Ends one that nobody answers, once it is written: its caller asked for no result.</summary>
    protected static void CompleteUnanswered(Transaction transaction, SessionOutput output)
    {
        transaction.State = TransactionState.Outside;
        transaction.Answer([]);
        output.Complete(transaction);
    }

    protected void Fail(Transaction transaction, CloseReason reason, SessionOutput output)
    {
        transaction.State = TransactionState.Outside;
        transaction.Fail(closed(reason)); // one exception for each caller: a shared one would gather all their stack traces
        output.Complete(transaction);
    }

    protected void FailWaiting(CloseReason reason, SessionOutput output)
    {
        while (Waiting.First is { } transaction)
        {
            Waiting.Remove(transaction);
            Fail(transaction, reason, output);
        }
    }

    [HotPath]
    private bool TryEnd(Transaction transaction, in ModbusFrame frame)
    {
        string? violation = frame.Unit != transaction.Unit ? "the unit identifier must be the request's" : null;
        if (violation is null && ExceptionResponse.TryDecode(frame.Pdu, out ExceptionResponse exception) && (byte)exception.Function == transaction.Pdu[0])
        {
            Counters.Exception();
            transaction.Refuse(exception.Code);
            return true;
        }

        violation ??= transaction.IsRaw ? ResponseCheck.FunctionViolation(transaction.Pdu, frame.Pdu) : ResponseCheck.Violation(transaction.Pdu, frame.Pdu);
        if (violation is null)
        {
            Counters.Answer();
            transaction.Answer(frame.Pdu);
            return true;
        }

        Counters.ProtocolError();
        transaction.Violate(violation);
        return false;
    }
}
