using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Coils or registers were written; MODBUS Application Protocol V1.1b3 §6.11 and §6.12.</summary>
public readonly record struct WriteMultipleResponse
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 5;

    private WriteMultipleResponse(FunctionCode function, ushort address, ushort quantity)
    {
        Function = function;
        Address = address;
        Quantity = quantity;
    }

    /// <summary>Function 15 or 16.</summary>
    public FunctionCode Function { get; }

    /// <summary>The first address.</summary>
    public ushort Address { get; }

    /// <summary>How many were written from there.</summary>
    public ushort Quantity { get; }

    /// <summary>Reads the PDU of function 15 or 16.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteMultipleResponse response)
    {
        response = default;
        if (pdu.Length != Length)
            return false;

        response = new WriteMultipleResponse(
            (FunctionCode)pdu[0], BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]));
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, FunctionCode function, ushort address, ushort quantity)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], quantity);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], address);
        destination[0] = (byte)function;
        return Length;
    }
}
