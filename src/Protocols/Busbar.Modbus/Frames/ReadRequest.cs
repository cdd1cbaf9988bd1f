using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>A request for coils, discrete inputs or registers; MODBUS Application Protocol V1.1b3 §6.1 to §6.4.</summary>
public readonly record struct ReadRequest
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 5;

    private ReadRequest(FunctionCode function, ushort address, ushort quantity)
    {
        Function = function;
        Address = address;
        Quantity = quantity;
    }

    /// <summary>One of the four reads.</summary>
    public FunctionCode Function { get; }

    /// <summary>The first address.</summary>
    public ushort Address { get; }

    /// <summary>How many from there: 1 to 2,000 bits or 1 to 125 registers.</summary>
    public ushort Quantity { get; }

    /// <summary>Reads the PDU of function 1, 2, 3 or 4.</summary>
    /// <returns>False when its length or its quantity is not one the function allows: exception 03.</returns>
    [HotPath]
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadRequest request)
    {
        request = default;
        if (pdu.Length != Length)
            return false;

        var function = (FunctionCode)pdu[0];
        ushort quantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        if (quantity == 0 || quantity > MaxQuantity(function))
            return false;

        request = new ReadRequest(function, BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), quantity);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    [HotPath]
    public static int Encode(Span<byte> destination, FunctionCode function, ushort address, ushort quantity)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], quantity);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], address);
        destination[0] = (byte)function;
        return Length;
    }

    private static int MaxQuantity(FunctionCode function) => function switch
    {
        FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs => ModbusLimits.MaxReadBits,
        FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters => ModbusLimits.MaxReadRegisters,
        _ => 0,
    };
}
