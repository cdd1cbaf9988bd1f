using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>One coil or register to write; the response repeats the request; MODBUS Application Protocol V1.1b3 §6.5 and §6.6.</summary>
public readonly record struct WriteSingle
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 5;

    /// <summary>The value that switches a coil on; off is 0 and every other value is refused.</summary>
    public const ushort On = 0xFF00;

    private WriteSingle(FunctionCode function, ushort address, ushort value)
    {
        Function = function;
        Address = address;
        Value = value;
    }

    /// <summary>Function 5 or 6.</summary>
    public FunctionCode Function { get; }

    /// <summary>The address.</summary>
    public ushort Address { get; }

    /// <summary>The register's value; for a coil <see cref="On"/> or 0.</summary>
    public ushort Value { get; }

    /// <summary>Reads the PDU of function 5 or 6, request or response.</summary>
    /// <returns>False when its length is wrong, or a coil's value is neither <see cref="On"/> nor 0: exception 03.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteSingle write) => TryDecode(pdu, out write, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out WriteSingle)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="write">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteSingle write, out PduViolation violation)
    {
        write = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 5 octets", out violation);

        var function = (FunctionCode)pdu[0];
        ushort value = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        if (function == FunctionCode.WriteSingleCoil && value is not (0 or On))
            return PduViolation.At(3, "a coil's value must be FF00 or 0000", out violation);

        write = new WriteSingle(function, BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), value);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, FunctionCode function, ushort address, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], value);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], address);
        destination[0] = (byte)function;
        return Length;
    }
}
