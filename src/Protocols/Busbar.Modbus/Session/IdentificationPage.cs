namespace Busbar.Modbus;

/// <summary>What one answer of a stream of identification objects says beside its objects.</summary>
/// <param name="ConformityLevel">The device's conformity level.</param>
/// <param name="Next">Where the stream goes on; null when it does not.</param>
internal readonly record struct IdentificationPage(byte ConformityLevel, DeviceObjectId? Next);
