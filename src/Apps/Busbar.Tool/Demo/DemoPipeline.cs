using Busbar.AspNetCore;
using Busbar.Influx;
using Busbar.Messaging;
using Busbar.Modbus;
using Busbar.Sql;
using Busbar.Tool.Plant;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool.Demo;

/// <summary>
/// From the plant to everything that keeps or shows it: Modbus sources → hub → broker's feed, and beside the hub history and
/// InfluxDB. The devices every plant has are polled from the start; meters and rate as the plant describes itself, which it is asked
/// again and again: it may be started after the demo, and come back as another one.
/// </summary>
internal sealed class DemoPipeline : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1); // disposing the sinks drains them

    private readonly ILogger _logger;
    private readonly ModbusClient _client;
    private readonly Hub<Sample> _hub;
    private readonly SqlHistory _history;
    private readonly ISink<Sample>[] _sinks;
    private readonly List<PipelineSink> _counts = []; // of all pipelines there were
    private readonly Lock _lock = new();
    private IReadOnlyList<IDevice> _devices = [];
    private Pipeline? _pipeline;
    private Task _polling = Task.CompletedTask;

    public DemoPipeline(ModbusClient client, SqlHistory history, InfluxWriter? influx, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<DemoPipeline>();
        _client = client;
        _history = history;
        _hub = new Hub<Sample>(new HubOptions { Logger = loggers.CreateLogger<Hub<Sample>>() });
        _sinks = influx is null ? [_hub, history] : [_hub, history, influx];
        Feed = new SeriesFeed(new Broker(new BrokerOptions { Logger = loggers.CreateLogger<Broker>() }));
        _ = _hub.Subscribe(Feed);
    }

    public SeriesFeed Feed { get; }

    public IReadOnlyList<IDevice> Devices => Volatile.Read(ref _devices);

    public IReadOnlyList<SinkStatus> Sinks()
    {
        PipelineSink[] sinks;
        lock (_lock)
            sinks = [.. _counts];
        return
        [
            .. sinks.GroupBy(sink => sink.Sink).Select(group => new SinkStatus(
                NameOf(group.Key),
                group.Sum(sink => sink.Accepted),
                group.Sum(sink => sink.Rejected),
                (group.Key as ISinkHealth)?.Health ?? default)),
        ];
    }

    /// <param name="ownPlant">What a plant of our own is like; another one is asked.</param>
    /// <param name="cancellationToken">Ends it in order.</param>
    public async Task RunAsync(PlantOptions? ownPlant, CancellationToken cancellationToken)
    {
        PlantOptions assumed = ownPlant ?? new PlantOptions();
        var polled = new PlantDescription(assumed.Points, assumed.Rate);
        Poll(polled, cancellationToken);
        bool isOurs = true;
        while (ownPlant is null && !cancellationToken.IsCancellationRequested)
        {
            (bool answered, PlantDescription? plant) = await AskAsync(isOurs, cancellationToken);
            if (answered)
            {
                isOurs = plant is not null;
                PlantDescription described = plant ?? polled with { MeterPoints = 0 };
                if (described != polled)
                {
                    DemoLog.PlantChanged(_logger, _client.Target, described.MeterPoints, described.Rate);
                    await _pipeline!.DisposeAsync();
                    await _polling;
                    Poll(described, cancellationToken);
                    polled = described;
                }
            }

            // A source that fails ends the demo, and says why.
            await Task.WhenAny(_polling, Task.Delay(AskEvery, cancellationToken));
            if (_polling.IsCompleted)
                break;
        }

        await _polling;
    }

    public async ValueTask DisposeAsync()
    {
        if (_pipeline is { } pipeline)
            await pipeline.DisposeAsync();
    }

    private void Poll(PlantDescription plant, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModbusSource> sources = PlantDevices.Of(_client, plant);
        IReadOnlyList<IDevice> gone = TakeLeaveOfWhatIsNotIn(sources);
        _pipeline = Pipeline.From([.. sources]).FlushWithin(FlushTimeout).To(_sinks);
        lock (_lock)
            _counts.AddRange(_pipeline.Sinks);
        Volatile.Write(ref _devices, [.. sources, .. gone]);
        _polling = _pipeline.RunAsync(cancellationToken);
    }

    /// <summary>Series cannot be taken back: of those that nobody polls any more it is said once that there is no connection, and their devices stay listed with the reason.</summary>
    private List<IDevice> TakeLeaveOfWhatIsNotIn(IReadOnlyList<ModbusSource> sources)
    {
        DeviceStatus[] polled = [.. sources.Select(source => source.Status)];
        var series = polled.SelectMany(device => device.Series).ToHashSet();
        var names = polled.Select(device => device.Name).ToHashSet();
        DeviceStatus[] former = [.. Devices.Select(device => device.Status)];

        long now = Feed.TimeProvider.GetUnixNanoseconds();
        Sample[] farewell =
        [
            .. former.SelectMany(device => device.Series).Where(one => !series.Contains(one))
                .Select(one => Sample.WithoutValue(one, Quality.NotConnected | Quality.NotTopical, now)),
        ];
        foreach (ISink<Sample> sink in _sinks)
            sink.Write(farewell);
        return [.. former.Where(device => !names.Contains(device.Name)).Select(device => new GoneDevice(device, Feed.TimeProvider.GetUtcNow()))];
    }

    /// <summary>Asks the plant once what it is like; null where something answers that is no plant of ours.</summary>
    private async Task<(bool Answered, PlantDescription? Plant)> AskAsync(bool wasOurs, CancellationToken cancellationToken)
    {
        string reason;
        try
        {
            ushort[] registers = await _client.ReadInputRegistersAsync(PlantMap.DescriptionUnit, 0, PlantDescription.Registers, cancellationToken);
            if (PlantDescription.TryRead(registers, out PlantDescription description))
                return (true, description);
            reason = "its description is another's";
        }
        catch (ModbusServerException exception)
        {
            reason = exception.Message; // a server that answers and has no such unit is no plant of ours
        }
        catch (Exception exception) when (exception is ModbusException or IOException or TimeoutException or OperationCanceledException)
        {
            return (false, null);
        }

        if (wasOurs)
            DemoLog.NotDescribed(_logger, _client.Target, reason);
        return (true, null);
    }

    private string NameOf(ISink<Sample> sink) => ReferenceEquals(sink, _hub) ? "hub" : ReferenceEquals(sink, _history) ? "history" : "influx";
}
