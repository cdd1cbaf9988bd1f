namespace Busbar.Modbus;

/// <summary>How a transaction ended.</summary>
internal enum TransactionOutcome : byte
{
    Pending = 0,
    Answered,
    Refused, // an exception response
    Violated, // the answer was no answer to the request
    TimedOut,
    Canceled,
    QueueFull,
    Failed, // the link closed or could not be made
}
