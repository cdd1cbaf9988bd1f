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

    /// <summary>1 to 1,968 coils, §6.11.</summary>
    WriteMultipleCoils = 15,

    /// <summary>1 to 123 holding registers, §6.12.</summary>
    WriteMultipleRegisters = 16,
}
