using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>
/// The framing of the binary form: four octets of length, little-endian, of the kind and the body that follow. What a body must be is said by
/// those who read it, but for acknowledgements, which have one length. Allocates nothing.
/// </summary>
/// <param name="isServer">This side: a server takes what clients send, a client what servers do.</param>
/// <param name="maxBody">Octets of the longest body; at least 8.</param>
internal readonly struct BinaryFrameCodec(bool isServer, int maxBody) : IFrameCodec<BinaryFrame>
{
    /// <summary>Octets in front of a body.</summary>
    public const int HeadLength = LengthLength + 1;

    internal const string Empty = "a frame must have a kind";
    internal const string TooLong = "the body of a frame must not be longer than the limit";
    internal const string UnknownKind = "the kind of a frame must be one that this side takes";
    internal const string NoPublish = "a frame of publishes must have one at least";
    internal const string AcknowledgementLength = "an acknowledgement must have 8 octets";

    private const int LengthLength = 4;

    /// <inheritdoc/>
    [HotPath]
    public FrameStatus Decode(ReadOnlySpan<byte> octets, out BinaryFrame frame)
    {
        frame = default;
        if (octets.Length < LengthLength)
            return FrameStatus.Incomplete();
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(octets);
        if (length == 0)
            return FrameStatus.Malformed(0, Empty);
        if (length > (uint)maxBody + 1)
            return FrameStatus.Malformed(0, TooLong);
        int whole = LengthLength + (int)length;
        if (octets.Length == LengthLength)
            return FrameStatus.Incomplete(whole);

        var kind = (BinaryFrameKind)octets[LengthLength];
        if (!IsTaken(kind))
            return FrameStatus.Malformed(LengthLength, UnknownKind);
        if (kind == BinaryFrameKind.Publish && whole == HeadLength)
            return FrameStatus.Malformed(0, NoPublish); // it would cost nothing of the rate
        if (kind == BinaryFrameKind.Acknowledge && whole != HeadLength + sizeof(ulong))
            return FrameStatus.Malformed(0, AcknowledgementLength);
        if (octets.Length < whole)
            return FrameStatus.Incomplete(whole);
        frame = new BinaryFrame(kind, octets[HeadLength..whole]);
        return FrameStatus.Complete(whole);
    }

    private bool IsTaken(BinaryFrameKind kind) =>
        kind == BinaryFrameKind.Json || (isServer ? kind is BinaryFrameKind.Publish or BinaryFrameKind.Acknowledge : kind == BinaryFrameKind.Messages);
}
