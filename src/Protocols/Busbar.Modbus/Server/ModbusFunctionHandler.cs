namespace Busbar.Modbus;

/// <summary>
/// Answers a function that a server does not know, on the connection's thread: be brief and do not wait. What it throws is logged and
/// answered with <see cref="ModbusExceptionCode.ServerDeviceFailure"/>.
/// </summary>
/// <param name="request">The request, valid while the handler runs.</param>
/// <param name="answer">Where the answer's PDU goes: room for 253 octets, the function code already in the first. Valid while the handler runs.</param>
/// <returns>Octets of the answer's PDU; 0 to answer nothing.</returns>
public delegate int ModbusFunctionHandler(ModbusRequest request, Span<byte> answer);
