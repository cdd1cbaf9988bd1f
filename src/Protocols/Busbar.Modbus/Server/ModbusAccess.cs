namespace Busbar.Modbus;

/// <summary>What clients may do with addresses of a table; who does not gets <see cref="ModbusExceptionCode.IllegalDataAddress"/>.</summary>
public enum ModbusAccess : byte
{
    /// <summary>Whatever the table allows.</summary>
    ReadWrite = 0,

    /// <summary>Read, and not written.</summary>
    ReadOnly,

    /// <summary>Neither: as if the addresses were not there.</summary>
    None,
}
