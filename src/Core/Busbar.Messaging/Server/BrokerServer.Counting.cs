namespace Busbar.Messaging;

// What is counted.
public sealed partial class BrokerServer
{
    private long _delivered;

    /// <summary>How often a message was encoded: once, however many clients get it.</summary>
    public long MessagesEncoded => Volatile.Read(ref EncodedCount);

    /// <summary>Messages of topics that were handed to connections.</summary>
    public long MessagesDelivered => Volatile.Read(ref _delivered);

    /// <summary>What clients said that breaks the rules of the wire.</summary>
    public long Faults => Volatile.Read(ref _faults);

    internal long EncodedCount;

    internal void OnDelivered(int count) => Interlocked.Add(ref _delivered, count);
}
