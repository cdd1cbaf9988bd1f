namespace Busbar.Modbus;

/// <summary>What a diagnostics request asks for; MODBUS Application Protocol V1.1b3 §6.8.1. Sub-functions not named here are carried as numbers.</summary>
public enum DiagnosticSubFunction : ushort
{
    /// <summary>The answer repeats the request, whatever its data.</summary>
    ReturnQueryData = 0,

    /// <summary>Starts the serial port anew and leaves listen only mode; data FF00 clears the event log as well, 0 keeps it.</summary>
    RestartCommunications = 1,

    /// <summary>The device's diagnostic register.</summary>
    ReturnDiagnosticRegister = 2,

    /// <summary>Changes the character behind CR that ends an ASCII frame, in the high octet of the data.</summary>
    ChangeAsciiInputDelimiter = 3,

    /// <summary>The device answers nothing any more, this included, before its communications are restarted.</summary>
    ForceListenOnlyMode = 4,

    /// <summary>Clears all counters and the diagnostic register.</summary>
    ClearCounters = 10,

    /// <summary>Messages seen on the line.</summary>
    ReturnBusMessageCount = 11,

    /// <summary>Messages with a wrong CRC.</summary>
    ReturnBusCommunicationErrorCount = 12,

    /// <summary>Exceptions answered.</summary>
    ReturnBusExceptionErrorCount = 13,

    /// <summary>Messages addressed to the device, broadcasts included.</summary>
    ReturnServerMessageCount = 14,

    /// <summary>Messages addressed to the device that it did not answer.</summary>
    ReturnServerNoResponseCount = 15,

    /// <summary>Negative acknowledge exceptions answered.</summary>
    ReturnServerNakCount = 16,

    /// <summary>Device busy exceptions answered.</summary>
    ReturnServerBusyCount = 17,

    /// <summary>Messages lost because characters came faster than they were taken.</summary>
    ReturnBusCharacterOverrunCount = 18,

    /// <summary>The same in the old 884 controller; not in V1.1b3.</summary>
    ReturnIopOverrunCount = 19,

    /// <summary>Clears the overrun counter and its error flag.</summary>
    ClearOverrunCounterAndFlag = 20,

    /// <summary>Statistics of Modbus Plus, read with data 3 and cleared with data 4; not in V1.1b3.</summary>
    GetClearModbusPlusStatistics = 21,
}
