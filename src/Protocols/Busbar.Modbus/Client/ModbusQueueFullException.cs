namespace Busbar.Modbus;

/// <summary>A request was not taken: as many as <see cref="ModbusClientOptions.MaxQueued"/> wait already.</summary>
public sealed class ModbusQueueFullException : ModbusException
{
    /// <summary>An exception that names the bound.</summary>
    /// <param name="functionCode">The function of the request.</param>
    /// <param name="unit">The unit identifier of the request.</param>
    /// <param name="limit">How many may wait.</param>
    public ModbusQueueFullException(FunctionCode functionCode, int unit, int limit)
        : base($"{functionCode} to unit {unit} was not taken: {limit} requests wait already, as many as may.", functionCode, unit) => Limit = limit;

    /// <summary>How many may wait.</summary>
    public int Limit { get; }
}
