using System.Net;
using Busbar.AspNetCore;
using Busbar.Influx;
using Busbar.Modbus;
using Busbar.Sockets;
using Busbar.Sql;
using Busbar.Sqlite;
using Busbar.Tool.Plant;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool.Demo;

/// <summary>The demo: a plant, its collection, and the page.</summary>
internal static class DemoHost
{
    public static async Task RunAsync(DemoOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        await using PlantServer? plant = options.Plant is null ? new PlantServer(options.OwnPlant, loggers) : null;
        if (plant is not null)
            await plant.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken);
        (string host, int port) = options.Plant ?? ("127.0.0.1", plant!.LocalEndPoint.Port);

        using FileStream keeping = LockHistory(options.HistoryFile);
        await using SqlHistory history = OpenHistory(options.HistoryFile, loggers);
        await using InfluxWriter? influx = options.Influx is null ? null : OpenInflux(options.Influx, loggers);
        await using var client = new ModbusClient(TcpConnector.To(host, port), new ModbusClientOptions
        {
            MaxInFlight = 16,
            Logger = loggers.CreateLogger<ModbusClient>(),
        });
        await using var pipeline = new DemoPipeline(client, history, influx, loggers);

        await using WebApplication web = CreateWeb(options, loggers, pipeline, history);
        await web.ListenAsync(options.EndPoint, cancellationToken);
        ToolContext.Say($"open {web.Urls.First()} ; plant at {host}:{port}, history in {options.HistoryFile}{(options.Influx is { } url ? $", points to {url}" : "")}");

        try
        {
            await pipeline.RunAsync(options.Plant is null ? options.OwnPlant : null, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await web.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>One demo a file: two would number the same samples, and refuse each other's.</summary>
    private static FileStream LockHistory(string file)
    {
        string beside = file + ".lock";
        try
        {
            return new FileStream(beside, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--data must be a file that no other demo keeps its history in and whose folder can be written, not '{file}': {exception.Message}");
        }
    }

    private static SqlHistory OpenHistory(string file, ILoggerFactory loggers) => SqliteHistory.Open(file, new SqlHistoryOptions
    {
        RetainFor = TimeSpan.FromDays(1),
        RetainBytes = 1L << 31, // of the station much more than that day, of 10,000 points at 10 Hz some 40 minutes
        Logger = loggers.CreateLogger<SqlHistory>(),
    });

    private static InfluxWriter OpenInflux(Uri url, ILoggerFactory loggers) => new(new InfluxOptions
    {
        Url = url,
        Database = "busbar",
        Logger = loggers.CreateLogger<InfluxWriter>(),
    });

    private static WebApplication CreateWeb(DemoOptions options, ILoggerFactory loggers, DemoPipeline pipeline, SqlHistory history)
    {
        WebApplication web = WebHosts.Create(options.EndPoint, loggers);
        EchoEndpoint echo = web.MapEcho("/ws/echo", pipeline.Feed);
        web.MapTelemetryApi(pipeline.Feed, new TelemetryApiOptions
        {
            History = history,
            Devices = () => pipeline.Devices,
            Sinks = pipeline.Sinks,
            Clients = () => echo.Clients,
        });
        web.MapEmbeddedFiles(typeof(DemoHost).Assembly, "dashboard");
        return web;
    }
}
