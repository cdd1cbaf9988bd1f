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
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    [HotPath]
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadRequest request, out PduViolation violation)
    {
        request = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 5 octets", out violation);

        var function = (FunctionCode)pdu[0];
        ushort quantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        if (quantity == 0 || quantity > MaxQuantity(function))
            return Refuse(function, out violation);

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

    private static bool Refuse(FunctionCode function, out PduViolation violation) => MaxQuantity(function) switch
    {
        ModbusLimits.MaxReadBits => PduViolation.At(3, "the quantity must be 1 to 2000", out violation),
        ModbusLimits.MaxReadRegisters => PduViolation.At(3, "the quantity must be 1 to 125", out violation),
        _ => PduViolation.At(0, "the function code must be 1, 2, 3 or 4", out violation),
    };

    private static int MaxQuantity(FunctionCode function) => function switch
    {
        FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs => ModbusLimits.MaxReadBits,
        FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters => ModbusLimits.MaxReadRegisters,
        _ => 0,
    };
}
