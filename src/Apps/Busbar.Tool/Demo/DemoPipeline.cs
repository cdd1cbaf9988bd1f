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
/// InfluxDB. The devices every plant has are polled from the start; the meters once the plant has said how many there are.
/// </summary>
internal sealed class DemoPipeline : IAsyncDisposable
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger;
    private readonly ModbusClient _client;
    private readonly Hub<Sample> _hub;
    private readonly SqlHistory _history;
    private readonly InfluxWriter? _influx;
    private readonly List<Pipeline> _pipelines = [];
    private readonly Lock _lock = new();
    private IReadOnlyList<IDevice> _devices = [];

    public DemoPipeline(ModbusClient client, SqlHistory history, InfluxWriter? influx, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<DemoPipeline>();
        _client = client;
        _history = history;
        _influx = influx;
        _hub = new Hub<Sample>(new HubOptions { Logger = loggers.CreateLogger<Hub<Sample>>() });
        Feed = new SeriesFeed(new Broker(new BrokerOptions { Logger = loggers.CreateLogger<Broker>() }));
        _hub.Subscribe(Feed);
    }

    public SeriesFeed Feed { get; }

    public IReadOnlyList<IDevice> Devices => Volatile.Read(ref _devices);

    public IReadOnlyList<SinkStatus> Sinks()
    {
        PipelineSink[] sinks;
        lock (_lock)
            sinks = [.. _pipelines.SelectMany(pipeline => pipeline.Sinks)];
        return
        [
            .. sinks.GroupBy(sink => sink.Sink).Select(group => new SinkStatus(
                NameOf(group.Key),
                group.Sum(sink => sink.Accepted),
                group.Sum(sink => sink.Rejected),
                (group.Key as ISinkHealth)?.Health ?? default)),
        ];
    }

    /// <param name="ownPlant">The rate of a plant of our own; another plant's is asked for.</param>
    /// <param name="cancellationToken">Ends it in order.</param>
    public async Task RunAsync(PlantOptions? ownPlant, CancellationToken cancellationToken)
    {
        TimeSpan period = TimeSpan.FromSeconds(1 / (ownPlant ?? new PlantOptions()).Rate);
        Task station = RunAsync(PlantDevices.Station(_client, period), cancellationToken);
        PlantDescription? plant = await DescribeAsync(cancellationToken);
        if (plant is { MeterPoints: > 0 } described)
            await RunAsync(PlantDevices.Meters(_client, described, TimeSpan.FromSeconds(1 / described.Rate)), cancellationToken);
        await station;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Pipeline pipeline in _pipelines)
            await pipeline.DisposeAsync();
    }

    private async Task RunAsync(IReadOnlyList<ModbusSource> sources, CancellationToken cancellationToken)
    {
        ISink<Sample>[] sinks = _influx is null ? [_hub, _history] : [_hub, _history, _influx];
        Pipeline pipeline = Pipeline.From([.. sources]).To(sinks);
        lock (_lock)
        {
            _pipelines.Add(pipeline);
            Volatile.Write(ref _devices, [.. _devices, .. sources]);
        }

        await pipeline.RunAsync(cancellationToken);
    }

    /// <summary>Asks until the plant answers: it may be started after the demo.</summary>
    private async Task<PlantDescription?> DescribeAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                ushort[] registers = await _client.ReadInputRegistersAsync(PlantMap.DescriptionUnit, 0, PlantDescription.Registers, cancellationToken);
                if (PlantDescription.TryRead(registers, out PlantDescription description))
                    return description;
                DemoLog.NotDescribed(_logger, _client.Target, "its description is another's");
                return null;
            }
            catch (ModbusException exception)
            {
                DemoLog.NotDescribed(_logger, _client.Target, exception.Message);
                return null; // a server that answers and has no such unit is no plant of ours
            }
            catch (Exception exception) when (exception is IOException or TimeoutException)
            {
                await Task.Delay(AskAgainAfter, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private string NameOf(ISink<Sample> sink) => ReferenceEquals(sink, _hub) ? "hub" : ReferenceEquals(sink, _history) ? "history" : "influx";
}
