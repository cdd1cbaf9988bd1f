namespace Busbar.Modbus;

/// <summary>Is told of a client's write, on the connection's thread: be brief and do not wait.</summary>
/// <param name="write">What was written, valid while the handler runs.</param>
public delegate void ModbusWriteHandler(in ModbusWrite write);
