namespace Busbar.Modbus;

/// <summary>A request was refused; MODBUS Application Protocol V1.1b3 §7.</summary>
public readonly record struct ExceptionResponse
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 2;

    /// <summary>The bit of the function code that marks an exception.</summary>
    public const byte Mark = 0x80;

    private ExceptionResponse(FunctionCode function, ModbusExceptionCode code)
    {
        Function = function;
        Code = code;
    }

    /// <summary>The function of the request, without the mark.</summary>
    public FunctionCode Function { get; }

    /// <summary>Why; codes that are not named are carried as numbers.</summary>
    public ModbusExceptionCode Code { get; }

    /// <summary>Reads the PDU of an exception.</summary>
    /// <returns>False when its length is wrong or the function code has no mark.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ExceptionResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ExceptionResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ExceptionResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "an exception must have 2 octets", out violation);
        if ((pdu[0] & Mark) == 0)
            return PduViolation.At(0, "the function code of an exception must have its highest bit set", out violation);

        response = new ExceptionResponse((FunctionCode)(pdu[0] & ~Mark), (ModbusExceptionCode)pdu[1]);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, FunctionCode function, ModbusExceptionCode code)
    {
        destination[1] = (byte)code;
        destination[0] = (byte)((byte)function | Mark);
        return Length;
    }
}
