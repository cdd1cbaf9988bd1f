namespace Busbar.Modbus;

/// <summary>What a gateway does not send on: it would keep a line busy with what no unit answers.</summary>
internal static class GatewayRules
{
    /// <returns>None when it may go.</returns>
    public static ModbusExceptionCode RefusalOf(ReadOnlySpan<byte> pdu)
    {
        if (pdu[0] is 0 or >= ExceptionResponse.Mark)
            return ModbusExceptionCode.IllegalFunction;
        return Pdu.Check(pdu, PduDirection.Request, out PduViolation violation) ? ModbusExceptionCode.None : violation.ExceptionCode;
    }
}
