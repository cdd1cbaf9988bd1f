using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// The framing of Modbus over TCP: transaction identifier, protocol identifier (0), length and unit identifier in front of the PDU;
/// MODBUS Messaging on TCP/IP Implementation Guide V1.0b §3.1.3. Allocates nothing.
/// </summary>
public readonly struct MbapCodec : IFrameCodec<ModbusFrame>
{
    /// <summary>Octets in front of the PDU.</summary>
    public const int HeaderLength = 7;

    /// <summary>Octets of the longest ADU.</summary>
    public const int MaxAduLength = HeaderLength + ModbusLimits.MaxPduLength;

    internal const string NotWhole = "a datagram must hold whole ADUs";

    private const int LengthOffset = 4;
    private const int UnitOffset = 6; // what the length counts begins here
    private const int MinLength = 2; // unit identifier and function code
    private const int MaxLength = 1 + ModbusLimits.MaxPduLength;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [HotPath]
    public FrameStatus Decode(ReadOnlySpan<byte> octets, out ModbusFrame frame)
    {
        frame = default;
        if (octets.Length < HeaderLength)
            return FrameStatus.Incomplete(HeaderLength);

        int length = BinaryPrimitives.ReadUInt16BigEndian(octets[LengthOffset..]); // unit identifier and PDU, octets
        if (length is < MinLength or > MaxLength)
            return FrameStatus.Malformed(LengthOffset, "length must be 2 to 254");
        if (octets.Length < UnitOffset + length)
            return FrameStatus.Incomplete(UnitOffset + length);
        if ((octets[2] | octets[3]) != 0)
            return FrameStatus.Skipped(UnitOffset + length, "protocol identifier must be 0");

        frame = new ModbusFrame(BinaryPrimitives.ReadUInt16BigEndian(octets), octets[UnitOffset], octets[HeaderLength..(UnitOffset + length)]);
        return FrameStatus.Complete(UnitOffset + length);
    }

    /// <summary>Writes the header in front of a PDU.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> octets; the PDU follows them.</param>
    /// <param name="transactionId">The number of the transaction.</param>
    /// <param name="unit">The unit identifier.</param>
    /// <param name="pduLength">Octets of the PDU, 1 to 253.</param>
    /// <returns><see cref="HeaderLength"/>.</returns>
    [HotPath]
    public static int EncodeHeader(Span<byte> destination, ushort transactionId, byte unit, int pduLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pduLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pduLength, ModbusLimits.MaxPduLength);
        destination[UnitOffset] = unit;
        BinaryPrimitives.WriteUInt16BigEndian(destination, transactionId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[LengthOffset..], (ushort)(1 + pduLength));
        return HeaderLength;
    }

    /// <summary>Writes a whole ADU.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> octets more than the PDU has.</param>
    /// <param name="transactionId">The number of the transaction.</param>
    /// <param name="unit">The unit identifier.</param>
    /// <param name="pdu">The PDU, 1 to 253 octets.</param>
    /// <returns>Octets written.</returns>
    [HotPath]
    public static int Encode(Span<byte> destination, ushort transactionId, byte unit, ReadOnlySpan<byte> pdu)
    {
        pdu.CopyTo(destination[HeaderLength..]);
        return EncodeHeader(destination, transactionId, unit, pdu.Length) + pdu.Length;
    }
}
