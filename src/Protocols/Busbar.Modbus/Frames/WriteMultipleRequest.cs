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
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteMultipleRequest request)
    {
        request = default;
        if (pdu.Length < HeaderLength || pdu[5] != pdu.Length - HeaderLength)
            return false;

        var function = (FunctionCode)pdu[0];
        ushort quantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        if (quantity == 0 || quantity > MaxQuantity(function) || pdu[5] != OctetsOf(function, quantity))
            return false;

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

    private static int OctetsOf(FunctionCode function, int quantity) =>
        function == FunctionCode.WriteMultipleCoils ? PackedBits.OctetsOf(quantity) : quantity * 2;

    private static int MaxQuantity(FunctionCode function) => function switch
    {
        FunctionCode.WriteMultipleCoils => ModbusLimits.MaxWriteCoils,
        FunctionCode.WriteMultipleRegisters => ModbusLimits.MaxWriteRegisters,
        _ => 0,
    };
}
