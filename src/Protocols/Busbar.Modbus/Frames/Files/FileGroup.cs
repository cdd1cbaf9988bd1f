using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>The seven octets that name registers of a file: reference type, file, first record, how many.</summary>
internal static class FileGroup
{
    public const int HeaderLength = 2; // of the PDU: function code and byte count
    public const int Length = 7;
    public const byte ReferenceType = 6;

    /// <summary>Judges the group at an offset of the PDU, seven octets of which are there.</summary>
    public static bool Check(ReadOnlySpan<byte> pdu, int offset, out PduViolation violation)
    {
        violation = default;
        FileRecordRange range = Read(pdu[offset..]);
        if (pdu[offset] != ReferenceType)
            return PduViolation.Address(offset, "the reference type must be 6", out violation);
        if (range.File == 0)
            return PduViolation.Address(offset + 1, "the file number must be 1 to 65535", out violation);
        if (range.Record > ModbusLimits.MaxRecordNumber)
            return PduViolation.Address(offset + 3, "the record number must be 0 to 9999", out violation);
        if (range.Length == 0)
            return PduViolation.At(offset + 5, "the record length must be at least 1", out violation);
        return true;
    }

    public static FileRecordRange Read(ReadOnlySpan<byte> group) => new(
        BinaryPrimitives.ReadUInt16BigEndian(group[1..]), BinaryPrimitives.ReadUInt16BigEndian(group[3..]), BinaryPrimitives.ReadUInt16BigEndian(group[5..]));

    public static void Write(Span<byte> group, FileRecordRange range)
    {
        BinaryPrimitives.WriteUInt16BigEndian(group[5..], range.Length);
        BinaryPrimitives.WriteUInt16BigEndian(group[3..], range.Record);
        BinaryPrimitives.WriteUInt16BigEndian(group[1..], range.File);
        group[0] = ReferenceType;
    }
}
