namespace Busbar.Modbus;

/// <summary>A request that is its function code and nothing else: functions 7, 11, 12 and 17; MODBUS Application Protocol V1.1b3 §6.7, §6.9, §6.10 and §6.13.</summary>
public readonly record struct PlainRequest
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 1;

    private PlainRequest(FunctionCode function) => Function = function;

    /// <summary>Function 7, 11, 12 or 17.</summary>
    public FunctionCode Function { get; }

    /// <summary>Reads the PDU of function 7, 11, 12 or 17.</summary>
    /// <returns>False when it has more than the function code, or another one.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out PlainRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out PlainRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out PlainRequest request, out PduViolation violation)
    {
        request = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 1 octet", out violation);
        var function = (FunctionCode)pdu[0];
        if (function is not (FunctionCode.ReadExceptionStatus or FunctionCode.GetCommEventCounter or FunctionCode.GetCommEventLog or FunctionCode.ReportServerId))
            return PduViolation.At(0, "the function code must be 7, 11, 12 or 17", out violation);

        request = new PlainRequest(function);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, FunctionCode function)
    {
        destination[0] = (byte)function;
        return Length;
    }
}
