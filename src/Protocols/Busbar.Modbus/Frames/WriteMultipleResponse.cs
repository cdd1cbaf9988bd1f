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
    /// <returns>False when its length is wrong or the quantity is not one the function allows.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteMultipleResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out WriteMultipleResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteMultipleResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 5 octets", out violation);

        var function = (FunctionCode)pdu[0];
        ushort quantity = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        if (quantity == 0 || quantity > WriteMultipleRequest.MaxQuantity(function))
            return WriteMultipleRequest.Refuse(function, out violation);

        response = new WriteMultipleResponse(function, BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), quantity);
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
