namespace Busbar.Modbus;

/// <summary>What is wrong with a PDU: where, and which rule it breaks.</summary>
public readonly record struct PduViolation
{
    private PduViolation(int offset, string rule, ModbusExceptionCode exceptionCode)
    {
        Offset = offset;
        Rule = rule;
        ExceptionCode = exceptionCode;
    }

    /// <summary>The offset of the octet at fault, from the function code on; the PDU's length when octets are missing.</summary>
    public int Offset { get; }

    /// <summary>The rule, in words with its numbers; null when nothing is wrong.</summary>
    public string? Rule { get; }

    /// <summary>How a server refuses such a request: <see cref="ModbusExceptionCode.IllegalDataValue"/>, or <see cref="ModbusExceptionCode.IllegalDataAddress"/> for a file or record that cannot be.</summary>
    public ModbusExceptionCode ExceptionCode { get; }

    /// <inheritdoc/>
    public override string ToString() => Rule is null ? "nothing" : FormattableString.Invariant($"offset {Offset}: {Rule}");

    /// <returns>False, for the decoder to return.</returns>
    internal static bool At(int offset, string rule, out PduViolation violation)
    {
        violation = new PduViolation(offset, rule, ModbusExceptionCode.IllegalDataValue);
        return false;
    }

    /// <returns>False, for the decoder to return.</returns>
    internal static bool Address(int offset, string rule, out PduViolation violation)
    {
        violation = new PduViolation(offset, rule, ModbusExceptionCode.IllegalDataAddress);
        return false;
    }

    /// <summary>The length of a PDU that has one.</summary>
    /// <returns>False, for the decoder to return.</returns>
    internal static bool Length(ReadOnlySpan<byte> pdu, int expected, string rule, out PduViolation violation) =>
        At(Math.Min(pdu.Length, expected), rule, out violation);
}
