namespace Busbar.Tool;

/// <summary>What a frame of any framing carries; the transaction identifier is 0 where there is none.</summary>
internal sealed record FrameParts(ushort TransactionId, byte Unit, byte[] Pdu);
