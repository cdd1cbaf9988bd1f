using Busbar.Links;

namespace Busbar.Modbus;

/// <content>Gateways that give back transaction identifiers of their own: one request is outstanding, and what comes is its answer.</content>
internal sealed partial class TcpClientSession
{
    /// <summary>A gateway that writes transaction identifiers of its own: the answer is that of the one request that is outstanding.</summary>
    private void OnRenumbered(in ModbusFrame frame, SessionOutput output)
    {
        if (_inFlight.First is not { } transaction)
        {
            OnStranger(_canceled.Count > 0 ? _canceled.FirstId : frame.TransactionId);
            return;
        }

        Remove(transaction);
        if (!Judge(transaction, frame, output))
            CloseUnordered(output);
    }

    /// <summary>Where answers are told by their order alone, one that is missing, or one too many, would give the next caller another's.</summary>
    private void CloseUnordered(SessionOutput output)
    {
        _isClosing = true;
        output.Close(CloseReason.Local("answers are matched by their order, and one was missing or not the right one"));
    }

    /// <summary>In relaxed mode an answer that comes late could be taken for the next: it gets no chance to.</summary>
    private void CloseUnanswered(long now, SessionOutput output)
    {
        bool any = _canceled.RemoveDue(now);
        if (_inFlight.First is { } transaction && transaction.Deadline <= now)
        {
            any = true;
            Counters.Timeout();
            if (transaction.RetriesLeft == 0) // otherwise it is repeated when the link has closed
            {
                Remove(transaction);
                Complete(transaction, TransactionOutcome.TimedOut, output);
            }
        }

        if (any)
            CloseUnordered(output);
    }
}
