namespace Busbar.Modbus;

/// <summary>
/// Another protocol inside, request or response, as it is: CANopen general reference for example. A view on the received octets, valid
/// as long as they are; MODBUS Application Protocol V1.1b3 §6.19 and §6.20.
/// </summary>
public readonly ref struct EncapsulatedTransport
{
    internal const int HeaderLength = 2;

    private EncapsulatedTransport(ReadOnlySpan<byte> pdu)
    {
        MeiType = (MeiType)pdu[1];
        Data = pdu[HeaderLength..];
    }

    /// <summary>Which protocol.</summary>
    public MeiType MeiType { get; }

    /// <summary>What it says, 0 to 251 octets.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Reads the PDU of function 43, request or response.</summary>
    /// <returns>False when there is no MEI type.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out EncapsulatedTransport transport) => TryDecode(pdu, out transport, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out EncapsulatedTransport)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="transport">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out EncapsulatedTransport transport, out PduViolation violation)
    {
        transport = default;
        violation = default;
        if (pdu.Length < HeaderLength)
            return PduViolation.At(pdu.Length, "the MEI type is missing", out violation);
        if (pdu[0] != (byte)FunctionCode.EncapsulatedInterfaceTransport)
            return PduViolation.At(0, "the function code must be 43", out violation);

        transport = new EncapsulatedTransport(pdu);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="meiType">Which protocol.</param>
    /// <param name="data">What it says, at most 251 octets.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The data is longer.</exception>
    public static int Encode(Span<byte> destination, MeiType meiType, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, ModbusLimits.MaxPduLength - HeaderLength, nameof(data));
        data.CopyTo(destination[HeaderLength..]);
        destination[1] = (byte)meiType;
        destination[0] = (byte)FunctionCode.EncapsulatedInterfaceTransport;
        return HeaderLength + data.Length;
    }
}
