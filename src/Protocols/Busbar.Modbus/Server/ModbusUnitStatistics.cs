namespace Busbar.Modbus;

/// <summary>A unit's diagnostic counters, as clients read them with functions 8, 11 and 12; MODBUS Application Protocol V1.1b3 §6.8.1. They begin at 0 again behind 65,535, when a client clears them and when it restarts communications.</summary>
public readonly record struct ModbusUnitStatistics
{
    /// <summary>Messages seen on the server's lines and connections, to whatever unit.</summary>
    public ushort BusMessages { get; init; }

    /// <summary>What was received there and was no frame: wrong check sums, and frames that were not whole.</summary>
    public ushort BusCommunicationErrors { get; init; }

    /// <summary>Exceptions the unit has answered.</summary>
    public ushort Exceptions { get; init; }

    /// <summary>Messages to the unit, those to all units included.</summary>
    public ushort Messages { get; init; }

    /// <summary>Messages to the unit that it did not answer.</summary>
    public ushort NoResponses { get; init; }

    /// <summary>Of the exceptions, <see cref="ModbusExceptionCode.NegativeAcknowledge"/>.</summary>
    public ushort NegativeAcknowledges { get; init; }

    /// <summary>Of the exceptions, <see cref="ModbusExceptionCode.ServerDeviceBusy"/>.</summary>
    public ushort Busy { get; init; }

    /// <summary>Messages completed without an exception, function 11 not counted.</summary>
    public ushort Events { get; init; }
}
