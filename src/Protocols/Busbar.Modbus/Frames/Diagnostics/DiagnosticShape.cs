namespace Busbar.Modbus;

/// <summary>How long the data of a sub-function is, and how it is written: alike in requests and responses.</summary>
internal static class DiagnosticShape
{
    public const int HeaderLength = 3;
    public const int MinLength = HeaderLength + 2;

    /// <summary>Whether the length follows from the sub-function; otherwise it is that of the query, or unknown to us.</summary>
    public static bool IsFixed(DiagnosticSubFunction subFunction) => subFunction switch
    {
        DiagnosticSubFunction.ReturnQueryData or DiagnosticSubFunction.GetClearModbusPlusStatistics => false,
        <= DiagnosticSubFunction.ForceListenOnlyMode => true,
        >= DiagnosticSubFunction.ClearCounters and <= DiagnosticSubFunction.ClearOverrunCounterAndFlag => true,
        _ => false,
    };

    public static bool Check(ReadOnlySpan<byte> pdu, out PduViolation violation)
    {
        violation = default;
        if (pdu.Length < MinLength)
            return PduViolation.At(pdu.Length, "the PDU must have the sub-function and at least 2 octets of data", out violation);
        if (pdu[0] != (byte)FunctionCode.Diagnostics)
            return PduViolation.At(0, "the function code must be 8", out violation);
        if (pdu.Length > MinLength && IsFixed(SubFunctionOf(pdu)))
            return PduViolation.At(MinLength, "the data of this sub-function must have 2 octets", out violation);
        return true;
    }

    public static DiagnosticSubFunction SubFunctionOf(ReadOnlySpan<byte> pdu) => (DiagnosticSubFunction)((pdu[1] << 8) | pdu[2]);

    public static int Encode(Span<byte> destination, DiagnosticSubFunction subFunction, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, ModbusLimits.MaxPduLength - HeaderLength, nameof(data));
        data.CopyTo(destination[HeaderLength..]);
        destination[2] = (byte)subFunction;
        destination[1] = (byte)((ushort)subFunction >> 8);
        destination[0] = (byte)FunctionCode.Diagnostics;
        return HeaderLength + data.Length;
    }
}
