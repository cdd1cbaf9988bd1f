namespace Busbar.Modbus;

/// <summary>A type that knows the points of a kind of device, by hand or generated from its attributes.</summary>
public interface IRegisterMap
{
    /// <summary>The points, always the same.</summary>
    static abstract IReadOnlyList<ModbusPoint> Points { get; }
}
