using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Busbar.WebSockets;

/// <summary>Writes frames, a server's unmasked and a client's masked, with the length in its shortest form; RFC 6455 §5.2. Allocates nothing.</summary>
public static class WebSocketFrameWriter
{
    /// <summary>Octets of a header in front of such a payload: 2, 4 or 10, and 4 more when masked.</summary>
    /// <param name="payloadLength">Octets of the payload, at least 0.</param>
    /// <param name="isMasked">Whether a key stands in the header.</param>
    [HotPath]
    public static int HeaderLength(int payloadLength, bool isMasked = false) =>
        (payloadLength < WebSocketFrameCodec.Length16 ? 2 : payloadLength <= ushort.MaxValue ? 4 : 10) + (isMasked ? 4 : 0);

    /// <summary>Writes the header of an unmasked frame; the payload follows it.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> octets.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payloadLength">Octets of the payload, at least 0; 125 at most in a control frame.</param>
    /// <param name="isFinal">Whether it is the last of its message; always so for a control frame.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentException">It would be no frame of the protocol, or the destination is too short.</exception>
    [HotPath]
    public static int WriteHeader(Span<byte> destination, WebSocketOpcode opcode, int payloadLength, bool isFinal = true)
    {
        Check(opcode, payloadLength, isFinal);
        return WriteHeaderCore(destination, opcode, payloadLength, isFinal, 0);
    }

    /// <summary>Writes the header of a masked frame; the payload follows it, masked with the same key.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> octets.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payloadLength">Octets of the payload, at least 0; 125 at most in a control frame.</param>
    /// <param name="key">The key as its four octets are to lie in memory; one that nobody can foretell, new for each frame.</param>
    /// <param name="isFinal">Whether it is the last of its message; always so for a control frame.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentException">It would be no frame of the protocol, or the destination is too short.</exception>
    [HotPath]
    public static int WriteMaskedHeader(Span<byte> destination, WebSocketOpcode opcode, int payloadLength, uint key, bool isFinal = true)
    {
        Check(opcode, payloadLength, isFinal);
        int length = WriteHeaderCore(destination, opcode, payloadLength, isFinal, WebSocketFrameCodec.Masked);
        MemoryMarshal.Write(destination[length..], in key);
        return length + 4;
    }

    /// <summary>Writes an unmasked frame.</summary>
    /// <inheritdoc cref="WriteHeader"/>
    /// <param name="destination">At least <see cref="HeaderLength"/> octets more than the payload has.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">The payload; 125 octets at most in a control frame. Copied.</param>
    /// <param name="isFinal">Whether it is the last of its message; always so for a control frame.</param>
    [HotPath]
    public static int Write(Span<byte> destination, WebSocketOpcode opcode, ReadOnlySpan<byte> payload, bool isFinal = true)
    {
        int header = WriteHeader(destination, opcode, payload.Length, isFinal);
        payload.CopyTo(destination[header..]);
        return header + payload.Length;
    }

    /// <summary>Writes an unmasked frame.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">The payload; 125 octets at most in a control frame. Copied.</param>
    /// <param name="isFinal">Whether it is the last of its message; always so for a control frame.</param>
    /// <exception cref="ArgumentException">It would be no frame of the protocol.</exception>
    [HotPath]
    public static void Write(IBufferWriter<byte> output, WebSocketOpcode opcode, ReadOnlySpan<byte> payload, bool isFinal = true)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> destination = output.GetSpan(checked(payload.Length + HeaderLength(payload.Length)));
        output.Advance(Write(destination, opcode, payload, isFinal));
    }

    /// <summary>Writes a masked frame.</summary>
    /// <inheritdoc cref="WriteMaskedHeader"/>
    /// <param name="destination">At least <see cref="HeaderLength"/> octets more than the payload has.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">The payload; 125 octets at most in a control frame. Copied.</param>
    /// <param name="key">The key as its four octets are to lie in memory; one that nobody can foretell, new for each frame.</param>
    /// <param name="isFinal">Whether it is the last of its message; always so for a control frame.</param>
    [HotPath]
    public static int WriteMasked(Span<byte> destination, WebSocketOpcode opcode, ReadOnlySpan<byte> payload, uint key, bool isFinal = true)
    {
        int header = WriteMaskedHeader(destination, opcode, payload.Length, key, isFinal);
        WebSocketMask.Apply(payload, destination[header..], key);
        return header + payload.Length;
    }

    /// <summary>Writes a masked frame.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">The payload; 125 octets at most in a control frame. Copied.</param>
    /// <param name="key">The key as its four octets are to lie in memory; one that nobody can foretell, new for each frame.</param>
    /// <param name="isFinal">Whether it is the last of its message; always so for a control frame.</param>
    /// <exception cref="ArgumentException">It would be no frame of the protocol.</exception>
    [HotPath]
    public static void WriteMasked(IBufferWriter<byte> output, WebSocketOpcode opcode, ReadOnlySpan<byte> payload, uint key, bool isFinal = true)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> destination = output.GetSpan(checked(payload.Length + HeaderLength(payload.Length, isMasked: true)));
        output.Advance(WriteMasked(destination, opcode, payload, key, isFinal));
    }

    [HotPath]
    private static int WriteHeaderCore(Span<byte> destination, WebSocketOpcode opcode, int payloadLength, bool isFinal, byte mask)
    {
        int length = HeaderLength(payloadLength);
        destination[0] = (byte)((byte)opcode | (isFinal ? WebSocketFrameCodec.Final : 0));
        if (length == 2)
        {
            destination[1] = (byte)(payloadLength | mask);
        }
        else if (length == 4)
        {
            destination[1] = (byte)(WebSocketFrameCodec.Length16 | mask);
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
        }
        else
        {
            destination[1] = (byte)(WebSocketFrameCodec.Length64 | mask);
            BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadLength);
        }

        return length;
    }

    private static void Check(WebSocketOpcode opcode, int payloadLength, bool isFinal)
    {
        if (opcode is > WebSocketOpcode.Binary and < WebSocketOpcode.Close or > WebSocketOpcode.Pong)
            throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "There is no such frame.");
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        if (!WebSocketFrameCodec.IsControl(opcode))
            return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, WebSocketFrameCodec.MaxControlPayload);
        if (!isFinal)
            throw new ArgumentException("A control frame must not be fragmented.", nameof(isFinal));
    }
}
