using Busbar.Links;

namespace Busbar.Testing;

/// <summary>What every codec must do with every golden vector, whatever the protocol. Failures throw, so any test framework reports them.</summary>
public static class Golden
{
    /// <summary>Reads what matters out of a decoded frame, so that two readings can be compared.</summary>
    public delegate TValue FrameReader<TFrame, TValue>(in TFrame frame)
        where TFrame : struct, allows ref struct;

    /// <summary>
    /// Decodes <paramref name="octets"/> as one frame that takes all of them; asks for each proper prefix that it is incomplete; and
    /// puts a second copy behind the first, which must not change the reading.
    /// </summary>
    /// <returns>What <paramref name="read"/> made of the frame.</returns>
    /// <exception cref="GoldenException">One of these does not hold; names the vector's octets and the position.</exception>
    public static TValue Decodes<TCodec, TFrame, TValue>(TCodec codec, ReadOnlySpan<byte> octets, FrameReader<TFrame, TValue> read)
        where TCodec : struct, IFrameCodec<TFrame>
        where TFrame : struct, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(read);
        FrameStatus status = codec.Decode(octets, out TFrame frame);
        if (status.Kind != FrameStatusKind.Complete || status.Consumed != octets.Length)
            throw new GoldenException($"{Hex.Format(octets)}: expected complete with {octets.Length} octets, got {status}");
        TValue value = read(in frame);

        for (int cut = 0; cut < octets.Length; cut++)
        {
            FrameStatus part = codec.Decode(octets[..cut], out _);
            if (part.Kind != FrameStatusKind.Incomplete || part.Needed > octets.Length)
                throw new GoldenException($"{Hex.Format(octets)}: the first {cut} octets must be incomplete, got {part}");
        }

        byte[] twice = [.. octets, .. octets];
        FrameStatus first = codec.Decode(twice, out TFrame again);
        if (first.Kind != FrameStatusKind.Complete || first.Consumed != octets.Length || !EqualityComparer<TValue>.Default.Equals(read(in again), value))
            throw new GoldenException($"{Hex.Format(octets)}: reads differently with another frame behind it, {first}");
        return value;
    }

    /// <summary>Asserts that an encoder made the vector's octets.</summary>
    /// <exception cref="GoldenException">It made others.</exception>
    public static void Encodes(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> encoded)
    {
        if (!expected.SequenceEqual(encoded))
            throw new GoldenException($"expected {Hex.Format(expected)}{Environment.NewLine}but got  {Hex.Format(encoded)}");
    }
}
