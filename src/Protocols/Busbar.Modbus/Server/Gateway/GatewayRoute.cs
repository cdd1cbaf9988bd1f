namespace Busbar.Modbus;

/// <summary>Where requests to a unit go.</summary>
/// <param name="Target">The other transport.</param>
/// <param name="Unit">The unit identifier there.</param>
internal sealed record GatewayRoute(GatewayTarget Target, byte Unit);
