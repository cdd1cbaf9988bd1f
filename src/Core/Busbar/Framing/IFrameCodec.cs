namespace Busbar.Links;

/// <summary>
/// Finds and reads one frame at the start of contiguous octets. Implemented by a readonly struct whose fields are its limits and
/// its role, so that the code using it is specialised. It never throws on hostile input and never reads beyond its frame.
/// Encoders are static writers, one per message, and not part of this contract.
/// </summary>
/// <typeparam name="TFrame">A view on the octets, valid as long as they are.</typeparam>
public interface IFrameCodec<TFrame>
    where TFrame : struct, allows ref struct
{
    /// <summary>Reads the frame that starts at the first octet.</summary>
    /// <param name="octets">What was received and not yet consumed; a split frame is joined by the caller.</param>
    /// <param name="frame">The frame when the status is complete, otherwise default.</param>
    FrameStatus Decode(ReadOnlySpan<byte> octets, out TFrame frame);
}
