namespace Busbar.Modbus;

/// <summary>A request for a device's identification; MODBUS Application Protocol V1.1b3 §6.21.</summary>
public readonly record struct ReadDeviceIdentificationRequest
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 4;

    private ReadDeviceIdentificationRequest(ReadDeviceIdCode code, DeviceObjectId objectId)
    {
        Code = code;
        ObjectId = objectId;
    }

    /// <summary>A stream of objects, or one.</summary>
    public ReadDeviceIdCode Code { get; }

    /// <summary>The object itself, or the one that the stream begins with.</summary>
    public DeviceObjectId ObjectId { get; }

    /// <summary>Reads the PDU of function 43, type 14.</summary>
    /// <returns>False when its length or its code is wrong: exception 03.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadDeviceIdentificationRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ReadDeviceIdentificationRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ReadDeviceIdentificationRequest request, out PduViolation violation)
    {
        request = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 4 octets", out violation);
        if (pdu[0] != (byte)FunctionCode.EncapsulatedInterfaceTransport)
            return PduViolation.At(0, "the function code must be 43", out violation);
        if (pdu[1] != (byte)MeiType.ReadDeviceIdentification)
            return PduViolation.At(1, "the MEI type must be 14", out violation);
        if (pdu[2] is < (byte)ReadDeviceIdCode.Basic or > (byte)ReadDeviceIdCode.Individual)
            return PduViolation.At(2, "the read device id code must be 1 to 4", out violation);

        request = new ReadDeviceIdentificationRequest((ReadDeviceIdCode)pdu[2], (DeviceObjectId)pdu[3]);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, ReadDeviceIdCode code, DeviceObjectId objectId)
    {
        destination[3] = (byte)objectId;
        destination[2] = (byte)code;
        destination[1] = (byte)MeiType.ReadDeviceIdentification;
        destination[0] = (byte)FunctionCode.EncapsulatedInterfaceTransport;
        return Length;
    }
}
