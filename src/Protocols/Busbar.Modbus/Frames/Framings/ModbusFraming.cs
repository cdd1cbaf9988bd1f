namespace Busbar.Modbus;

/// <summary>How PDUs are framed on a connection.</summary>
public enum ModbusFraming : byte
{
    /// <summary>With the header of Modbus over TCP.</summary>
    Tcp = 0,

    /// <summary>In binary with a CRC, as on serial lines; over any connection.</summary>
    Rtu,

    /// <summary>In text with an LRC, as on serial lines; over any connection.</summary>
    Ascii,
}
