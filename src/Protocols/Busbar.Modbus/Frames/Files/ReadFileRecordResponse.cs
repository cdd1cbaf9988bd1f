namespace Busbar.Modbus;

/// <summary>Registers of files, one group for each that was asked for, in their order: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.14.</summary>
public readonly ref struct ReadFileRecordResponse
{
    internal const int GroupHeaderLength = 2; // its length and the reference type

    private readonly ReadOnlySpan<byte> _groups;

    private ReadFileRecordResponse(ReadOnlySpan<byte> groups) => _groups = groups;

    /// <summary>The registers of each group, two octets each, the high one first.</summary>
    public Enumerator GetEnumerator() => new(_groups);

    /// <summary>Reads the PDU of function 20.</summary>
    /// <returns>False when byte count, the groups' lengths and the PDU's do not agree.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFileRecordResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadFileRecordResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadFileRecordResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length < FileGroup.HeaderLength)
            return PduViolation.At(pdu.Length, "the byte count is missing", out violation);
        if (pdu[0] != (byte)FunctionCode.ReadFileRecord)
            return PduViolation.At(0, "the function code must be 20", out violation);
        if (pdu[1] is < GroupHeaderLength + 2 or > ModbusLimits.MaxFileReadOctets)
            return PduViolation.At(1, "the byte count must be 4 to 245", out violation);
        if (pdu[1] != pdu.Length - FileGroup.HeaderLength)
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        for (int offset = FileGroup.HeaderLength; offset < pdu.Length; offset += 1 + pdu[offset])
        {
            if (pdu[offset] < 3 || (pdu[offset] & 1) == 0)
                return PduViolation.At(offset, "the length of a group must be odd and at least 3", out violation);
            if (offset + 1 + pdu[offset] > pdu.Length)
                return PduViolation.At(offset, "a group must end within the byte count", out violation);
            if (pdu[offset + 1] != FileGroup.ReferenceType)
                return PduViolation.At(offset + 1, "the reference type must be 6", out violation);
        }

        response = new ReadFileRecordResponse(pdu[FileGroup.HeaderLength..]);
        return true;
    }

    /// <summary>Writes the PDU without groups, which is not whole before one was added.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination)
    {
        destination[1] = 0;
        destination[0] = (byte)FunctionCode.ReadFileRecord;
        return FileGroup.HeaderLength;
    }

    /// <summary>Adds a group to a PDU that was begun with <see cref="Encode"/>.</summary>
    /// <param name="pdu">Where the PDU begins.</param>
    /// <param name="length">Octets of the PDU, before and after.</param>
    /// <param name="count">How many registers, at least 1.</param>
    /// <param name="octets">Where the caller writes them, the high octet first.</param>
    /// <returns>False when the group does not fit; nothing is changed then.</returns>
    public static bool TryAdd(Span<byte> pdu, scoped ref int length, int count, out Span<byte> octets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        octets = default;
        int end = length + GroupHeaderLength + (2 * count);
        if (end > FileGroup.HeaderLength + ModbusLimits.MaxFileReadOctets)
            return false;

        octets = pdu[(length + GroupHeaderLength)..end];
        pdu[length] = (byte)(1 + (2 * count));
        pdu[length + 1] = FileGroup.ReferenceType;
        pdu[1] = (byte)(end - FileGroup.HeaderLength);
        length = end;
        return true;
    }

    /// <summary>Goes through the groups.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> groups) => _rest = groups;

        /// <summary>The registers of this group, two octets each, the high one first.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>Goes to the next group.</summary>
        /// <returns>False when there is none.</returns>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            int end = 1 + _rest[0];
            Current = _rest[GroupHeaderLength..end];
            _rest = _rest[end..];
            return true;
        }
    }
}
