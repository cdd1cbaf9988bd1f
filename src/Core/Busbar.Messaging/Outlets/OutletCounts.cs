namespace Busbar.Messaging;

/// <summary>What became of the messages that an outlet was given, by reason. All counts are since it was opened.</summary>
/// <param name="Delivered">Read.</param>
/// <param name="Skipped">States that gave way to a later one: conflation, no loss.</param>
/// <param name="DroppedByCount">Lost because as many waited as may: <see cref="OutletOptions.Capacity"/>.</param>
/// <param name="DroppedByBytes">Lost because as many octets waited as may: <see cref="OutletOptions.MaxBytes"/>.</param>
/// <param name="DroppedTooLong">Lost because the message alone is longer than <see cref="OutletOptions.MaxBytes"/>.</param>
/// <param name="DroppedByDisconnect">Waited when the outlet overflowed and closed, and the one that was too much; see <see cref="OutletPolicy.Disconnect"/>.</param>
/// <param name="Expired">Their time to live had passed.</param>
public readonly record struct OutletCounts(
    long Delivered, long Skipped, long DroppedByCount, long DroppedByBytes, long DroppedTooLong, long DroppedByDisconnect, long Expired)
{
    /// <summary>Lost, for whatever reason.</summary>
    public long Dropped => DroppedByCount + DroppedByBytes + DroppedTooLong + DroppedByDisconnect;

    internal OutletCounts Add(OutletCounts other) => new(
        Delivered + other.Delivered,
        Skipped + other.Skipped,
        DroppedByCount + other.DroppedByCount,
        DroppedByBytes + other.DroppedByBytes,
        DroppedTooLong + other.DroppedTooLong,
        DroppedByDisconnect + other.DroppedByDisconnect,
        Expired + other.Expired);
}
