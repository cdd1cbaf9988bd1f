namespace Busbar.Modbus;

/// <summary>Is told of a client's read before it is done, on the connection's thread and under the unit's lock: be brief and do not wait.</summary>
/// <param name="read">What is to be read.</param>
/// <returns><see cref="ModbusExceptionCode.None"/>, or why it is refused.</returns>
public delegate ModbusExceptionCode ModbusReadHandler(in ModbusRead read);
