using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Registers: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.3 and §6.4.</summary>
public readonly ref struct ReadRegistersResponse
{
    private ReadRegistersResponse(FunctionCode function, ReadOnlySpan<byte> octets)
    {
        Function = function;
        Octets = octets;
    }

    /// <summary>One of the two reads of registers.</summary>
    public FunctionCode Function { get; }

    /// <summary>The registers, two octets each, the high one first.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>How many registers there are, 1 to 125.</summary>
    public int Count => Octets.Length / 2;

    /// <summary>The register so many addresses after the first.</summary>
    public ushort this[int index] => BinaryPrimitives.ReadUInt16BigEndian(Octets.Slice(index * 2, 2));

    /// <summary>Copies as many registers as <paramref name="destination"/> holds, at most <see cref="Count"/>.</summary>
    public void CopyTo(Span<ushort> destination) => Registers.Decode(Octets, destination);

    /// <summary>Reads the PDU of function 3 or 4.</summary>
    /// <returns>False when its byte count is 0, odd, or disagrees with its length.</returns>
    [HotPath]
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadRegistersResponse response)
    {
        response = default;
        if (pdu.Length < 4 || pdu[1] != pdu.Length - 2 || (pdu[1] & 1) != 0)
            return false;

        response = new ReadRegistersResponse((FunctionCode)pdu[0], pdu[2..]);
        return true;
    }

    /// <summary>Writes the PDU up to the registers.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="function">Function 3 or 4.</param>
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
