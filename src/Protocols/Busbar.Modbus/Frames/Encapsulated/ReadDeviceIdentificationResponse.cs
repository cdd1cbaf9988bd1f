namespace Busbar.Modbus;

/// <summary>Objects of a device's identification: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.21.</summary>
public readonly ref struct ReadDeviceIdentificationResponse
{
    /// <summary>The bit of the conformity level that says that single objects can be asked for.</summary>
    public const byte IndividualAccess = 0x80;

    internal const int HeaderLength = 7;
    internal const int CountOffset = 6;
    internal const int ObjectHeaderLength = 2;

    private const byte More = 0xFF;
    private const int MoreFollowsOffset = 4;
    private const int NextObjectOffset = 5;

    private readonly ReadOnlySpan<byte> _pdu;

    private ReadDeviceIdentificationResponse(ReadOnlySpan<byte> pdu) => _pdu = pdu;

    /// <summary>What was asked for.</summary>
    public ReadDeviceIdCode Code => (ReadDeviceIdCode)_pdu[2];

    /// <summary>1 basic, 2 regular, 3 extended, with <see cref="IndividualAccess"/> when single objects can be asked for.</summary>
    public byte ConformityLevel => _pdu[3];

    /// <summary>Whether the stream goes on: to be asked again from <see cref="NextObjectId"/>.</summary>
    public bool MoreFollows => _pdu[MoreFollowsOffset] == More;

    /// <summary>Where the stream goes on, 0 when it does not.</summary>
    public DeviceObjectId NextObjectId => (DeviceObjectId)_pdu[NextObjectOffset];

    /// <summary>How many objects are in this answer.</summary>
    public int Count => _pdu[CountOffset];

    /// <summary>The objects, in their order.</summary>
    public Enumerator GetEnumerator() => new(_pdu[HeaderLength..]);

    /// <summary>Reads the PDU of function 43, type 14.</summary>
    /// <returns>False when a field is outside its range, or the count, the objects' lengths and the PDU's do not agree.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadDeviceIdentificationResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadDeviceIdentificationResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadDeviceIdentificationResponse response, out PduViolation violation)
    {
        response = default;
        if (!CheckHeader(pdu, out violation) || !CheckObjects(pdu, out violation))
            return false;

        response = new ReadDeviceIdentificationResponse(pdu);
        return true;
    }

    /// <summary>Writes the PDU without objects; they are added with <see cref="TryAdd"/>.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, ReadDeviceIdCode code, byte conformityLevel)
    {
        destination[..HeaderLength].Clear();
        destination[3] = conformityLevel;
        destination[2] = (byte)code;
        destination[1] = (byte)MeiType.ReadDeviceIdentification;
        destination[0] = (byte)FunctionCode.EncapsulatedInterfaceTransport;
        return HeaderLength;
    }

    /// <summary>Adds an object to a PDU that was begun with <see cref="Encode"/>.</summary>
    /// <param name="pdu">Where the PDU begins.</param>
    /// <param name="length">Octets of the PDU, before and after.</param>
    /// <param name="id">Which object.</param>
    /// <param name="value">What it says.</param>
    /// <returns>False when it does not fit; nothing is changed then. A stream goes on with it: <see cref="Continue"/>.</returns>
    public static bool TryAdd(Span<byte> pdu, scoped ref int length, DeviceObjectId id, ReadOnlySpan<byte> value)
    {
        int end = length + ObjectHeaderLength + value.Length;
        if (end > ModbusLimits.MaxPduLength)
            return false;

        value.CopyTo(pdu[(length + ObjectHeaderLength)..]);
        pdu[length + 1] = (byte)value.Length;
        pdu[length] = (byte)id;
        pdu[CountOffset]++;
        length = end;
        return true;
    }

    /// <summary>Says in a PDU that was begun with <see cref="Encode"/> that the stream goes on in another answer.</summary>
    /// <param name="pdu">Where the PDU begins.</param>
    /// <param name="next">The first object of that one.</param>
    public static void Continue(Span<byte> pdu, DeviceObjectId next)
    {
        pdu[NextObjectOffset] = (byte)next;
        pdu[MoreFollowsOffset] = More;
    }

    private static bool CheckHeader(ReadOnlySpan<byte> pdu, out PduViolation violation)
    {
        violation = default;
        if (pdu.Length < HeaderLength)
            return PduViolation.At(pdu.Length, "the PDU must have 7 octets and the objects", out violation);
        if (pdu[0] != (byte)FunctionCode.EncapsulatedInterfaceTransport)
            return PduViolation.At(0, "the function code must be 43", out violation);
        if (pdu[1] != (byte)MeiType.ReadDeviceIdentification)
            return PduViolation.At(1, "the MEI type must be 14", out violation);
        if (pdu[2] is < (byte)ReadDeviceIdCode.Basic or > (byte)ReadDeviceIdCode.Individual)
            return PduViolation.At(2, "the read device id code must be 1 to 4", out violation);
        if ((pdu[3] & ~IndividualAccess) is < 1 or > 3)
            return PduViolation.At(3, "the conformity level must be 01 to 03 or 81 to 83", out violation);
        if (pdu[MoreFollowsOffset] is not (0 or More))
            return PduViolation.At(MoreFollowsOffset, "more follows must be 00 or FF", out violation);
        return true;
    }

    private static bool CheckObjects(ReadOnlySpan<byte> pdu, out PduViolation violation)
    {
        violation = default;
        int offset = HeaderLength;
        for (int i = 0; i < pdu[CountOffset]; i++)
        {
            if (pdu.Length - offset < ObjectHeaderLength)
                return PduViolation.At(CountOffset, "the number of objects must be that of the objects behind it", out violation);
            int end = offset + ObjectHeaderLength + pdu[offset + 1];
            if (end > pdu.Length)
                return PduViolation.At(offset + 1, "an object must end within the PDU", out violation);
            offset = end;
        }

        return offset == pdu.Length || PduViolation.At(offset, "nothing may stand behind the objects", out violation);
    }

    /// <summary>Goes through the objects.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> objects)
        {
            _rest = objects;
            Current = default;
        }

        /// <summary>This object.</summary>
        public DeviceObject Current { get; private set; }

        /// <summary>Goes to the next object.</summary>
        /// <returns>False when there is none.</returns>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            int end = ObjectHeaderLength + _rest[1];
            Current = new DeviceObject((DeviceObjectId)_rest[0], _rest[ObjectHeaderLength..end]);
            _rest = _rest[end..];
            return true;
        }
    }
}
