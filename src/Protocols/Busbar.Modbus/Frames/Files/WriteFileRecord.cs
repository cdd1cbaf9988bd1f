namespace Busbar.Modbus;

/// <summary>
/// Registers of files to write, several groups at once; the response repeats the request. A view on the received octets, valid as long
/// as they are; MODBUS Application Protocol V1.1b3 §6.15.
/// </summary>
public readonly ref struct WriteFileRecord
{
    private readonly ReadOnlySpan<byte> _groups;

    private WriteFileRecord(ReadOnlySpan<byte> groups) => _groups = groups;

    /// <summary>The groups, in their order.</summary>
    public Enumerator GetEnumerator() => new(_groups);

    /// <summary>Reads the PDU of function 21, request or response.</summary>
    /// <returns>False when byte count, the groups' lengths and the PDU's do not agree, or a group is none: exception 03 or 02.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteFileRecord write) => TryDecode(pdu, out write, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out WriteFileRecord)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="write">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out WriteFileRecord write, out PduViolation violation)
    {
        write = default;
        violation = default;
        if (pdu.Length < FileGroup.HeaderLength)
            return PduViolation.At(pdu.Length, "the byte count is missing", out violation);
        if (pdu[0] != (byte)FunctionCode.WriteFileRecord)
            return PduViolation.At(0, "the function code must be 21", out violation);
        if (pdu[1] is < FileGroup.Length + 2 or > ModbusLimits.MaxFileWriteOctets)
            return PduViolation.At(1, "the byte count must be 9 to 251", out violation);
        if (pdu[1] != pdu.Length - FileGroup.HeaderLength)
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        for (int offset = FileGroup.HeaderLength; offset < pdu.Length; offset += LengthOf(pdu[offset..]))
        {
            if (pdu.Length - offset < FileGroup.Length)
                return PduViolation.At(offset, "a group must have 7 octets and its registers", out violation);
            if (!FileGroup.Check(pdu, offset, out violation))
                return false;
            if (LengthOf(pdu[offset..]) > pdu.Length - offset)
                return PduViolation.At(offset + 5, "a group must end within the byte count", out violation);
        }

        write = new WriteFileRecord(pdu[FileGroup.HeaderLength..]);
        return true;
    }

    /// <summary>Writes the PDU without groups, which is not whole before one was added.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination)
    {
        destination[1] = 0;
        destination[0] = (byte)FunctionCode.WriteFileRecord;
        return FileGroup.HeaderLength;
    }

    /// <summary>Adds a group to a PDU that was begun with <see cref="Encode"/>.</summary>
    /// <param name="pdu">Where the PDU begins.</param>
    /// <param name="length">Octets of the PDU, before and after.</param>
    /// <param name="group">Which registers, at least one.</param>
    /// <param name="octets">Where the caller writes them, the high octet first.</param>
    /// <returns>False when the group does not fit; nothing is changed then.</returns>
    public static bool TryAdd(Span<byte> pdu, scoped ref int length, FileRecordRange group, out Span<byte> octets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(group.Length, nameof(group));
        octets = default;
        int end = length + FileGroup.Length + (2 * group.Length);
        if (end > FileGroup.HeaderLength + ModbusLimits.MaxFileWriteOctets)
            return false;

        octets = pdu[(length + FileGroup.Length)..end];
        FileGroup.Write(pdu.Slice(length, FileGroup.Length), group);
        pdu[1] = (byte)(end - FileGroup.HeaderLength);
        length = end;
        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> group) => FileGroup.Length + (2 * FileGroup.Read(group).Length);

    /// <summary>Goes through the groups.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> groups)
        {
            _rest = groups;
            Current = default;
        }

        /// <summary>This group.</summary>
        public FileRecord Current { get; private set; }

        /// <summary>Goes to the next group.</summary>
        /// <returns>False when there is none.</returns>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            FileRecordRange range = FileGroup.Read(_rest);
            int end = LengthOf(_rest);
            Current = new FileRecord(range.File, range.Record, _rest[FileGroup.Length..end]);
            _rest = _rest[end..];
            return true;
        }
    }
}
