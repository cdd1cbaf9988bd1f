namespace Busbar.Modbus;

/// <summary>What a request asks for; MODBUS Application Protocol V1.1b3 §6. Codes not named here are carried as numbers.</summary>
public enum FunctionCode : byte
{
    /// <summary>No function: a request with it is answered with <see cref="ModbusExceptionCode.IllegalFunction"/>.</summary>
    None = 0,

    /// <summary>1 to 2,000 coils, §6.1.</summary>
    ReadCoils = 1,

    /// <summary>1 to 2,000 discrete inputs, §6.2.</summary>
    ReadDiscreteInputs = 2,

    /// <summary>1 to 125 holding registers, §6.3.</summary>
    ReadHoldingRegisters = 3,

    /// <summary>1 to 125 input registers, §6.4.</summary>
    ReadInputRegisters = 4,

    /// <summary>One coil, §6.5.</summary>
    WriteSingleCoil = 5,

    /// <summary>One holding register, §6.6.</summary>
    WriteSingleRegister = 6,

    /// <summary>Eight states of the device in one octet, serial line only, §6.7.</summary>
    ReadExceptionStatus = 7,

    /// <summary>A test or a counter of the line, by <see cref="DiagnosticSubFunction"/>, serial line only, §6.8.</summary>
    Diagnostics = 8,

    /// <summary>Whether the device is busy, and how many messages it has completed, serial line only, §6.9.</summary>
    GetCommEventCounter = 11,

    /// <summary>The same with the last events of the line, serial line only, §6.10.</summary>
    GetCommEventLog = 12,

    /// <summary>1 to 1,968 coils, §6.11.</summary>
    WriteMultipleCoils = 15,

    /// <summary>1 to 123 holding registers, §6.12.</summary>
    WriteMultipleRegisters = 16,

    /// <summary>What the device is and whether it runs, serial line only, §6.13.</summary>
    ReportServerId = 17,

    /// <summary>Records of files, several at once, §6.14.</summary>
    ReadFileRecord = 20,

    /// <summary>Records of files, several at once, §6.15.</summary>
    WriteFileRecord = 21,

    /// <summary>Single bits of one holding register, §6.16.</summary>
    MaskWriteRegister = 22,

    /// <summary>Up to 121 holding registers to write and then up to 125 to read, §6.17.</summary>
    ReadWriteMultipleRegisters = 23,

    /// <summary>Up to 31 registers of a queue, which keeps them, §6.18.</summary>
    ReadFifoQueue = 24,

    /// <summary>Another protocol inside, by <see cref="MeiType"/>, §6.19.</summary>
    EncapsulatedInterfaceTransport = 43,
}
