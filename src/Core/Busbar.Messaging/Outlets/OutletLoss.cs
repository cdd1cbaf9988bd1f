namespace Busbar.Messaging;

/// <summary>What a reader of an <see cref="Outlet"/> does not get, told with the messages behind which it would have come.</summary>
/// <param name="Skipped">Messages of states that gave way to those that were read: conflation, no loss.</param>
/// <param name="Dropped">Messages that were lost before the first one that was read: a gap.</param>
/// <param name="Expired">Messages before the first or between those read whose time to live had passed.</param>
public readonly record struct OutletLoss(long Skipped, long Dropped, long Expired)
{
    /// <summary>Nothing is missing.</summary>
    public bool IsNone => (Skipped | Dropped | Expired) == 0;
}
