using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>Exceptions as decoded frames spell them.</summary>
internal static class ExceptionNames
{
    /// <summary>The name, or the number of a code without one.</summary>
    public static string TextOf(ModbusExceptionCode code) => Of(code) ?? ((byte)code).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <returns>Null for a code without a name.</returns>
    public static string? Of(ModbusExceptionCode code) => code switch
    {
        ModbusExceptionCode.IllegalFunction => "illegal-function",
        ModbusExceptionCode.IllegalDataAddress => "illegal-data-address",
        ModbusExceptionCode.IllegalDataValue => "illegal-data-value",
        ModbusExceptionCode.ServerDeviceFailure => "server-device-failure",
        ModbusExceptionCode.Acknowledge => "acknowledge",
        ModbusExceptionCode.ServerDeviceBusy => "server-device-busy",
        ModbusExceptionCode.NegativeAcknowledge => "negative-acknowledge",
        ModbusExceptionCode.MemoryParityError => "memory-parity-error",
        ModbusExceptionCode.GatewayPathUnavailable => "gateway-path-unavailable",
        ModbusExceptionCode.GatewayTargetFailedToRespond => "gateway-target-no-response",
        _ => null,
    };
}
