using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>A request for the registers of a queue, which keeps them; MODBUS Application Protocol V1.1b3 §6.18.</summary>
public readonly record struct ReadFifoQueueRequest
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 3;

    private ReadFifoQueueRequest(ushort address) => Address = address;

    /// <summary>The FIFO pointer address.</summary>
    public ushort Address { get; }

    /// <summary>Reads the PDU of function 24.</summary>
    /// <returns>False when its length is wrong: exception 03.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFifoQueueRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadFifoQueueRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFifoQueueRequest request, out PduViolation violation)
    {
        request = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 3 octets", out violation);
        if (pdu[0] != (byte)FunctionCode.ReadFifoQueue)
            return PduViolation.At(0, "the function code must be 24", out violation);

        request = new ReadFifoQueueRequest(BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]));
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, ushort address)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], address);
        destination[0] = (byte)FunctionCode.ReadFifoQueue;
        return Length;
    }
}
