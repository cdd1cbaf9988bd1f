namespace Busbar.Modbus;

/// <summary>Coils or discrete inputs: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.1 and §6.2.</summary>
public readonly ref struct ReadBitsResponse
{
    private const int MaxOctets = ModbusLimits.MaxReadBits / 8;

    private ReadBitsResponse(FunctionCode function, ReadOnlySpan<byte> octets)
    {
        Function = function;
        Octets = octets;
    }

    /// <summary>One of the two reads of bits.</summary>
    public FunctionCode Function { get; }

    /// <summary>The bits, eight an octet, the lowest address in the lowest bit; unused high bits of the last octet mean nothing.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>The bit so many addresses after the first.</summary>
    public bool this[int index] => PackedBits.Get(Octets, index);

    /// <summary>Copies as many bits as <paramref name="destination"/> holds; at most eight times the octets.</summary>
    public void CopyTo(Span<bool> destination) => PackedBits.Unpack(Octets, destination);

    /// <summary>Reads the PDU of function 1 or 2.</summary>
    /// <returns>False when its byte count is 0, above 250 or disagrees with its length.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadBitsResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadBitsResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadBitsResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length < 2)
            return PduViolation.At(pdu.Length, "the byte count is missing", out violation);
        if (pdu[1] is 0 or > MaxOctets)
            return PduViolation.At(1, "the byte count must be 1 to 250", out violation);
        if (pdu[1] != pdu.Length - 2)
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        response = new ReadBitsResponse((FunctionCode)pdu[0], pdu[2..]);
        return true;
    }

    /// <summary>Writes the PDU up to the bits.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="function">Function 1 or 2.</param>
    /// <param name="quantity">How many bits follow, 1 to 2,000.</param>
    /// <param name="octets">Where the caller writes the bits; unused high bits must be 0.</param>
    /// <returns>Octets of the whole PDU.</returns>
    public static int Encode(Span<byte> destination, FunctionCode function, int quantity, out Span<byte> octets)
    {
        int count = PackedBits.OctetsOf(quantity);
        octets = destination.Slice(2, count);
        destination[0] = (byte)function;
        destination[1] = (byte)count;
        return 2 + count;
    }
}
