namespace Busbar.Modbus;

/// <summary>The numbers of the specification that bound requests; MODBUS Application Protocol V1.1b3 §4.1 and §6.</summary>
public static class ModbusLimits
{
    /// <summary>Octets of the longest PDU, §4.1.</summary>
    public const int MaxPduLength = 253;

    /// <summary>Coils or discrete inputs in one read, §6.1 and §6.2.</summary>
    public const int MaxReadBits = 2_000;

    /// <summary>Registers in one read, §6.3 and §6.4.</summary>
    public const int MaxReadRegisters = 125;

    /// <summary>Coils in one write, §6.11.</summary>
    public const int MaxWriteCoils = 1_968;

    /// <summary>Registers in one write, §6.12.</summary>
    public const int MaxWriteRegisters = 123;

    /// <summary>Registers written by one read and write, §6.17; it reads up to <see cref="MaxReadRegisters"/>.</summary>
    public const int MaxReadWriteRegisters = 121;

    /// <summary>Registers in the answer of a queue, §6.18.</summary>
    public const int MaxFifoRegisters = 31;

    /// <summary>Events in a communication event log, §6.10.</summary>
    public const int MaxEvents = 64;

    /// <summary>Octets behind the byte count of a read of file records, request and answer, §6.14.</summary>
    public const int MaxFileReadOctets = 245;

    /// <summary>Octets behind the byte count of a write of file records, §6.15.</summary>
    public const int MaxFileWriteOctets = 251;

    /// <summary>The last record of a file, §6.14.</summary>
    public const int MaxRecordNumber = 9_999;

    /// <summary>Addresses of a table: 0 to 65,535, §4.4.</summary>
    public const int AddressCount = 65_536;
}
