namespace Busbar.Modbus;

/// <summary>Says whether a request may be made, on the connection's thread: be brief and do not wait. When it throws, the request is refused.</summary>
/// <param name="authorization">Who asks for what, valid while it runs.</param>
/// <returns>False to refuse it.</returns>
public delegate bool ModbusAuthorizer(in ModbusAuthorization authorization);
