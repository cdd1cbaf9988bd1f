namespace Busbar.Modbus;

/// <summary>Is asked of a client's write before it is done, on the connection's thread and under the unit's lock: be brief and do not wait.</summary>
/// <param name="write">What is to be written, valid while the handler runs.</param>
/// <returns><see cref="ModbusExceptionCode.None"/>, or why it is refused.</returns>
public delegate ModbusExceptionCode ModbusWritingHandler(in ModbusWrite write);
