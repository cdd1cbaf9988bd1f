using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Single bits of one holding register to write; the response repeats the request; MODBUS Application Protocol V1.1b3 §6.16.</summary>
public readonly record struct MaskWriteRegister
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 7;

    private MaskWriteRegister(ushort address, ushort andMask, ushort orMask)
    {
        Address = address;
        AndMask = andMask;
        OrMask = orMask;
    }

    /// <summary>The address.</summary>
    public ushort Address { get; }

    /// <summary>The bits that stay as they are.</summary>
    public ushort AndMask { get; }

    /// <summary>What the other bits become.</summary>
    public ushort OrMask { get; }

    /// <summary>What the register holds afterwards: (<paramref name="value"/> and the AND mask) or (the OR mask and not the AND mask).</summary>
    public ushort Apply(ushort value) => (ushort)((value & AndMask) | (OrMask & ~AndMask));

    /// <summary>Reads the PDU of function 22, request or response.</summary>
    /// <returns>False when its length is wrong: exception 03.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out MaskWriteRegister write) => TryDecode(pdu, out write, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out MaskWriteRegister)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="write">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out MaskWriteRegister write, out PduViolation violation)
    {
        write = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 7 octets", out violation);
        if (pdu[0] != (byte)FunctionCode.MaskWriteRegister)
            return PduViolation.At(0, "the function code must be 22", out violation);

        write = new MaskWriteRegister(
            BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]), BinaryPrimitives.ReadUInt16BigEndian(pdu[5..]));
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, ushort address, ushort andMask, ushort orMask)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[5..], orMask);
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], andMask);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], address);
        destination[0] = (byte)FunctionCode.MaskWriteRegister;
        return Length;
    }
}
