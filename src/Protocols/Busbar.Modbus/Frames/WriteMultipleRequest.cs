using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Coils or registers to write: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.11 and §6.12.</summary>
public readonly ref struct WriteMultipleRequest
{
    private const int HeaderLength = 6;

    private WriteMultipleRequest(FunctionCode function, ushort address, ushort quantity, ReadOnlySpan<byte> octets)
    {
        Function = function;
        Address = address;
        Quantity = quantity;
        Octets = octets;
    }

    /// <summary>Function 15 or 16.</summary>
    public FunctionCode Function { get; }

    /// <summary>The first address.</summary>
    public ushort Address { get; }

    /// <summary>How many from there: 1 to 1,968 coils or 1 to 123 registers.</summary>
    public ushort Quantity { get; }

    /// <summary>The values: bits packed with the lowest address in the lowest bit, or registers with the high octet first.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>Reads the PDU of function 15 or 16.</summary>
    /// <returns>False when quantity, byte count and length do not agree or the quantity is not allowed: exception 03.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteMultipleRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out WriteMultipleRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteMultipleRequest request, out PduViolation violation)
    {
        request = default;
        violation = default;
        if (pdu.Length < HeaderLength)
            return PduViolation.At(pdu.Length, "the PDU must have 6 octets and the values", out violation);

        var function = (FunctionCode)pdu[0];
        ushort quantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        if (quantity == 0 || quantity > MaxQuantity(function))
            return Refuse(function, out violation);
        if (pdu[5] != OctetsOf(function, quantity))
            return PduViolation.At(5, "the byte count must fit the quantity", out violation);
        if (pdu[5] != pdu.Length - HeaderLength)
            return PduViolation.At(5, "the byte count must be that of the octets behind it", out violation);

        request = new WriteMultipleRequest(function, BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), quantity, pdu[HeaderLength..]);
        return true;
    }

    /// <summary>Writes the PDU up to the values.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="function">Function 15 or 16.</param>
    /// <param name="address">The first address.</param>
    /// <param name="quantity">How many values follow: 1 to 1,968 coils or 1 to 123 registers.</param>
    /// <param name="octets">Where the caller writes the values; unused high bits must be 0.</param>
    /// <returns>Octets of the whole PDU.</returns>
    public static int Encode(Span<byte> destination, FunctionCode function, ushort address, ushort quantity, out Span<byte> octets)
    {
        int count = OctetsOf(function, quantity);
        octets = destination.Slice(HeaderLength, count);
        destination[0] = (byte)function;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], address);
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], quantity);
        destination[5] = (byte)count;
        return HeaderLength + count;
    }

    internal static bool Refuse(FunctionCode function, out PduViolation violation) => MaxQuantity(function) switch
    {
        ModbusLimits.MaxWriteCoils => PduViolation.At(3, "the quantity must be 1 to 1968", out violation),
        ModbusLimits.MaxWriteRegisters => PduViolation.At(3, "the quantity must be 1 to 123", out violation),
        _ => PduViolation.At(0, "the function code must be 15 or 16", out violation),
    };

    private static int OctetsOf(FunctionCode function, int quantity) =>
        function == FunctionCode.WriteMultipleCoils ? PackedBits.OctetsOf(quantity) : quantity * 2;

    internal static int MaxQuantity(FunctionCode function) => function switch
    {
        FunctionCode.WriteMultipleCoils => ModbusLimits.MaxWriteCoils,
        FunctionCode.WriteMultipleRegisters => ModbusLimits.MaxWriteRegisters,
        _ => 0,
    };
}
