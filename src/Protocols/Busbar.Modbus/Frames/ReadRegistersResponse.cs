using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Registers: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.3, §6.4 and §6.17.</summary>
public readonly ref struct ReadRegistersResponse
{
    internal const int HeaderLength = 2; // of reads of bits as well

    private ReadRegistersResponse(FunctionCode function, ReadOnlySpan<byte> octets)
    {
        Function = function;
        Octets = octets;
    }

    /// <summary>One of the reads of registers.</summary>
    public FunctionCode Function { get; }

    /// <summary>The registers, two octets each, the high one first.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>How many registers there are, 1 to 125.</summary>
    public int Count => Octets.Length / 2;

    /// <summary>The register so many addresses after the first.</summary>
    public ushort this[int index] => BinaryPrimitives.ReadUInt16BigEndian(Octets.Slice(index * 2, 2));

    /// <summary>Copies as many registers as <paramref name="destination"/> holds, at most <see cref="Count"/>.</summary>
    public void CopyTo(Span<ushort> destination) => Registers.Decode(Octets, destination);

    /// <summary>Reads the PDU of function 3, 4 or 23.</summary>
    /// <returns>False when its byte count is 0, above 250, odd, or disagrees with its length.</returns>
    [HotPath]
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadRegistersResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadRegistersResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    [HotPath]
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadRegistersResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length < 2)
            return PduViolation.At(pdu.Length, "the byte count is missing", out violation);
        if (pdu[1] is 0 or > ModbusLimits.MaxReadRegisters * 2 || (pdu[1] & 1) != 0)
            return PduViolation.At(1, "the byte count must be 2 to 250 and even", out violation);
        if (pdu[1] != pdu.Length - 2)
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        response = new ReadRegistersResponse((FunctionCode)pdu[0], pdu[2..]);
        return true;
    }

    /// <summary>Writes the PDU up to the registers.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="function">Function 3, 4 or 23.</param>
    /// <param name="quantity">How many registers follow, 1 to 125.</param>
    /// <param name="octets">Where the caller writes the registers, the high octet first.</param>
    /// <returns>Octets of the whole PDU.</returns>
    [HotPath]
    public static int Encode(Span<byte> destination, FunctionCode function, int quantity, out Span<byte> octets)
    {
        int count = quantity * 2;
        octets = destination.Slice(2, count);
        destination[0] = (byte)function;
        destination[1] = (byte)count;
        return 2 + count;
    }
}
