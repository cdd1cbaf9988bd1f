using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>
/// Holding registers to write and then others to read: a view on the received octets, valid as long as they are; MODBUS Application
/// Protocol V1.1b3 §6.17. The answer is a <see cref="ReadRegistersResponse"/>.
/// </summary>
public readonly ref struct ReadWriteRequest
{
    private const int HeaderLength = 10;

    private ReadWriteRequest(ReadOnlySpan<byte> pdu)
    {
        ReadAddress = BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]);
        ReadQuantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        WriteAddress = BinaryPrimitives.ReadUInt16BigEndian(pdu[5..]);
        WriteQuantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[7..]);
        Octets = pdu[HeaderLength..];
    }

    /// <summary>The first address to read.</summary>
    public ushort ReadAddress { get; }

    /// <summary>How many to read from there, 1 to 125.</summary>
    public ushort ReadQuantity { get; }

    /// <summary>The first address to write.</summary>
    public ushort WriteAddress { get; }

    /// <summary>How many to write from there, 1 to 121.</summary>
    public ushort WriteQuantity { get; }

    /// <summary>The registers to write, two octets each, the high one first.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>Reads the PDU of function 23.</summary>
    /// <returns>False when quantities, byte count and length do not agree or a quantity is not allowed: exception 03.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadWriteRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadWriteRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadWriteRequest request, out PduViolation violation)
    {
        request = default;
        violation = default;
        if (pdu.Length < HeaderLength)
            return PduViolation.At(pdu.Length, "the PDU must have 10 octets and the registers", out violation);
        if (pdu[0] != (byte)FunctionCode.ReadWriteMultipleRegisters)
            return PduViolation.At(0, "the function code must be 23", out violation);

        var decoded = new ReadWriteRequest(pdu);
        if (decoded.ReadQuantity is 0 or > ModbusLimits.MaxReadRegisters)
            return PduViolation.At(3, "the quantity to read must be 1 to 125", out violation);
        if (decoded.WriteQuantity is 0 or > ModbusLimits.MaxReadWriteRegisters)
            return PduViolation.At(7, "the quantity to write must be 1 to 121", out violation);
        if (pdu[9] != decoded.WriteQuantity * 2)
            return PduViolation.At(9, "the byte count must fit the quantity to write", out violation);
        if (pdu[9] != pdu.Length - HeaderLength)
            return PduViolation.At(9, "the byte count must be that of the octets behind it", out violation);

        request = decoded;
        return true;
    }

    /// <summary>Writes the PDU up to the registers.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="readAddress">The first address to read.</param>
    /// <param name="readQuantity">How many to read from there, 1 to 125.</param>
    /// <param name="writeAddress">The first address to write.</param>
    /// <param name="writeQuantity">How many to write from there, 1 to 121.</param>
    /// <param name="octets">Where the caller writes the registers, the high octet first.</param>
    /// <returns>Octets of the whole PDU.</returns>
    public static int Encode(Span<byte> destination, ushort readAddress, ushort readQuantity, ushort writeAddress, ushort writeQuantity, out Span<byte> octets)
    {
        int count = writeQuantity * 2;
        octets = destination.Slice(HeaderLength, count);
        destination[0] = (byte)FunctionCode.ReadWriteMultipleRegisters;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], readAddress);
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], readQuantity);
        BinaryPrimitives.WriteUInt16BigEndian(destination[5..], writeAddress);
        BinaryPrimitives.WriteUInt16BigEndian(destination[7..], writeQuantity);
        destination[9] = (byte)count;
        return HeaderLength + count;
    }
}
