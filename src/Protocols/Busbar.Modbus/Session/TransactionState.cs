namespace Busbar.Modbus;

/// <summary>Where a transaction is; its session's, under the link's lock.</summary>
internal enum TransactionState : byte
{
    Outside = 0,
    Waiting,
    InFlight,
}
