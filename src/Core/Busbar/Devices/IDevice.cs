namespace Busbar;

/// <summary>A source of samples that stands for one device and can say how it is.</summary>
public interface IDevice : ISource<Sample>
{
    /// <summary>How it is now. Any thread; allocates the record.</summary>
    DeviceStatus Status { get; }
}
