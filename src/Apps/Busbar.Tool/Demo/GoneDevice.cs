namespace Busbar.Tool.Demo;

/// <summary>A device that the plant had before it was restarted as another one.</summary>
internal sealed class GoneDevice(DeviceStatus last, DateTimeOffset since) : IDevice
{
    private const string Reason = "the plant does not have it any more";

    public DeviceStatus Status { get; } = last.State == DeviceState.Disconnected && last.Detail == Reason
        ? last
        : last with { State = DeviceState.Disconnected, Since = since, Detail = Reason };

    public Task RunAsync(ISink<Sample> sink, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
