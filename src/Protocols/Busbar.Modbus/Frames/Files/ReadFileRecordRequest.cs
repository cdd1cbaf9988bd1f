namespace Busbar.Modbus;

/// <summary>A request for registers of files, several groups at once: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.14.</summary>
public readonly ref struct ReadFileRecordRequest
{
    private readonly ReadOnlySpan<byte> _groups;

    private ReadFileRecordRequest(ReadOnlySpan<byte> groups) => _groups = groups;

    /// <summary>How many groups there are, 1 to 35.</summary>
    public int Count => _groups.Length / FileGroup.Length;

    /// <summary>The group at that place.</summary>
    public FileRecordRange this[int index] => FileGroup.Read(_groups.Slice(index * FileGroup.Length, FileGroup.Length));

    /// <summary>Reads the PDU of function 20.</summary>
    /// <returns>False when byte count and length do not agree, a group is none, or what it asks for does not fit an answer: exception 03 or 02.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFileRecordRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadFileRecordRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFileRecordRequest request, out PduViolation violation)
    {
        request = default;
        violation = default;
        if (pdu.Length < FileGroup.HeaderLength)
            return PduViolation.At(pdu.Length, "the byte count is missing", out violation);
        if (pdu[0] != (byte)FunctionCode.ReadFileRecord)
            return PduViolation.At(0, "the function code must be 20", out violation);
        if (pdu[1] is < FileGroup.Length or > ModbusLimits.MaxFileReadOctets || pdu[1] % FileGroup.Length != 0)
            return PduViolation.At(1, "the byte count must be 7 to 245 in steps of 7", out violation);
        if (pdu[1] != pdu.Length - FileGroup.HeaderLength)
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        int answer = 0;
        for (int offset = FileGroup.HeaderLength; offset < pdu.Length; offset += FileGroup.Length)
        {
            if (!FileGroup.Check(pdu, offset, out violation))
                return false;
            answer += ReadFileRecordResponse.GroupHeaderLength + (2 * FileGroup.Read(pdu[offset..]).Length);
            if (answer > ModbusLimits.MaxFileReadOctets)
                return PduViolation.At(offset + 5, "the records asked for must fit an answer of 245 octets", out violation);
        }

        request = new ReadFileRecordRequest(pdu[FileGroup.HeaderLength..]);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="groups">1 to 35 groups.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are none or more.</exception>
    public static int Encode(Span<byte> destination, params ReadOnlySpan<FileRecordRange> groups)
    {
        ArgumentOutOfRangeException.ThrowIfZero(groups.Length, nameof(groups));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups.Length, ModbusLimits.MaxFileReadOctets / FileGroup.Length, nameof(groups));
        destination[0] = (byte)FunctionCode.ReadFileRecord;
        destination[1] = (byte)(groups.Length * FileGroup.Length);
        for (int i = 0; i < groups.Length; i++)
            FileGroup.Write(destination.Slice(FileGroup.HeaderLength + (i * FileGroup.Length), FileGroup.Length), groups[i]);
        return FileGroup.HeaderLength + (groups.Length * FileGroup.Length);
    }
}
