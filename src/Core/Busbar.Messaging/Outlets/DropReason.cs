namespace Busbar.Messaging;

/// <summary>Why a message was lost; the parts of <see cref="OutletCounts"/>.</summary>
internal enum DropReason
{
    Count,
    Bytes,
    TooLong,
    Disconnect,
}
