using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>The registers of a queue: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.18.</summary>
public readonly ref struct ReadFifoQueueResponse
{
    private const int HeaderLength = 5;

    private ReadFifoQueueResponse(ReadOnlySpan<byte> octets) => Octets = octets;

    /// <summary>The registers, two octets each, the high one first, the oldest register first.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>How many registers there are, 0 to 31.</summary>
    public int Count => Octets.Length / 2;

    /// <summary>The register at that place of the queue.</summary>
    public ushort this[int index] => BinaryPrimitives.ReadUInt16BigEndian(Octets.Slice(index * 2, 2));

    /// <summary>Copies as many registers as <paramref name="destination"/> holds, at most <see cref="Count"/>.</summary>
    public void CopyTo(Span<ushort> destination) => Registers.Decode(Octets, destination);

    /// <summary>Reads the PDU of function 24.</summary>
    /// <returns>False when FIFO count, byte count and length do not agree, or the FIFO count is above 31.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFifoQueueResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadFifoQueueResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFifoQueueResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length < HeaderLength)
            return PduViolation.At(pdu.Length, "the PDU must have 5 octets and the registers", out violation);
        if (pdu[0] != (byte)FunctionCode.ReadFifoQueue)
            return PduViolation.At(0, "the function code must be 24", out violation);

        int count = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        if (count > ModbusLimits.MaxFifoRegisters)
            return PduViolation.At(3, "the FIFO count must be 0 to 31", out violation);
        if (BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]) != 2 + (2 * count))
            return PduViolation.At(1, "the byte count must fit the FIFO count", out violation);
        if (pdu.Length != HeaderLength + (2 * count))
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        response = new ReadFifoQueueResponse(pdu[HeaderLength..]);
        return true;
    }

    /// <summary>Writes the PDU up to the registers.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="count">How many registers follow, 0 to 31.</param>
    /// <param name="octets">Where the caller writes the registers, the high octet first.</param>
    /// <returns>Octets of the whole PDU.</returns>
    public static int Encode(Span<byte> destination, int count, out Span<byte> octets)
    {
        octets = destination.Slice(HeaderLength, count * 2);
        destination[0] = (byte)FunctionCode.ReadFifoQueue;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)(2 + (2 * count)));
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], (ushort)count);
        return HeaderLength + (count * 2);
    }
}
