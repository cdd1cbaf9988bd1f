namespace Busbar.Modbus;

/// <summary>What a server does with a request to a unit it does not have.</summary>
public enum UnknownUnitPolicy : byte
{
    /// <summary>Answers <see cref="ModbusExceptionCode.GatewayPathUnavailable"/>; a server of one unit serves 0 and 255 as that unit, as plain devices do.</summary>
    Refuse = 0,

    /// <summary>Answers nothing, as a unit that is off; the client waits for its time-out.</summary>
    Ignore,

    /// <summary>A server of one unit serves every unit identifier; one of several refuses.</summary>
    ServeByOnlyUnit,
}
