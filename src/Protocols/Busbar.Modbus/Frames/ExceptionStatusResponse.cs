namespace Busbar.Modbus;

/// <summary>Eight states of a device, whose meaning is the device's own; MODBUS Application Protocol V1.1b3 §6.7.</summary>
public readonly record struct ExceptionStatusResponse
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 2;

    private ExceptionStatusResponse(byte status) => Status = status;

    /// <summary>The eight outputs, the first in the lowest bit.</summary>
    public byte Status { get; }

    /// <summary>Reads the PDU of function 7.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ExceptionStatusResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ExceptionStatusResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ExceptionStatusResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 2 octets", out violation);
        if (pdu[0] != (byte)FunctionCode.ReadExceptionStatus)
            return PduViolation.At(0, "the function code must be 7", out violation);

        response = new ExceptionStatusResponse(pdu[1]);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, byte status)
    {
        destination[1] = status;
        destination[0] = (byte)FunctionCode.ReadExceptionStatus;
        return Length;
    }
}
