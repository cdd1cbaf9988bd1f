namespace Busbar.Modbus;

/// <summary>Why a server refused a request; MODBUS Application Protocol V1.1b3 §7. Codes not named here are carried as numbers.</summary>
public enum ModbusExceptionCode : byte
{
    /// <summary>No exception.</summary>
    None = 0,

    /// <summary>The server does not have this function.</summary>
    IllegalFunction = 1,

    /// <summary>The addresses are not all inside the server's table.</summary>
    IllegalDataAddress = 2,

    /// <summary>A quantity, byte count or value is not one the function allows.</summary>
    IllegalDataValue = 3,

    /// <summary>The server failed while it did what was asked.</summary>
    ServerDeviceFailure = 4,

    /// <summary>Accepted; it will take long.</summary>
    Acknowledge = 5,

    /// <summary>Busy with something long; to be asked again later.</summary>
    ServerDeviceBusy = 6,

    /// <summary>Refused, by devices older than V1.1.</summary>
    NegativeAcknowledge = 7,

    /// <summary>The extended memory failed its parity check.</summary>
    MemoryParityError = 8,

    /// <summary>The gateway has no path to the unit.</summary>
    GatewayPathUnavailable = 0x0A,

    /// <summary>The unit behind the gateway did not answer.</summary>
    GatewayTargetFailedToRespond = 0x0B,
}
