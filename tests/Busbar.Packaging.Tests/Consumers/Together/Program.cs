// A register map polled into a hub, pages, InfluxDB's line protocol and SQLite: five packages in one program.
using System.Buffers;
using System.Net;
using System.Text;
using Busbar;
using Busbar.AspNetCore;
using Busbar.Influx;
using Busbar.Messaging;
using Busbar.Modbus;
using Busbar.Sql;
using Busbar.Sqlite;
using Microsoft.AspNetCore.Builder;

await using var server = new ModbusServer();
server.AddUnit(1).InputRegisters.Write(address: 12, 1500f);
await server.ListenAsync(IPEndPoint.Parse("127.0.0.1:0"));
await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port);
var meter = new Meter();
await meter.ReadAsync(client, unit: 1);

using var broker = new Broker();
var feed = new SeriesFeed(broker);
using IDisposable subscription = broker.Subscribe("#", static message => Console.WriteLine($"topic {message.Topic}"));
string path = Path.Combine(AppContext.BaseDirectory, "plant.db");
File.Delete(path);
await using SqlHistory history = SqliteHistory.Open(path);
var lines = new ArrayBufferWriter<byte>();

await using WebApplication app = WebApplication.CreateSlimBuilder(args).Build();
app.MapEcho("/ws/echo", feed);
app.MapTelemetryApi(feed, new TelemetryApiOptions { History = history });

var hub = new Hub<Sample>();
using IDisposable kept = hub.Subscribe(history);
using IDisposable shown = hub.Subscribe(feed);
using IDisposable written = hub.Subscribe((in Sample sample) => new LineProtocol().Write([sample], lines));
hub.Publish(new Feeder("3", meter.Power, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero)));
await history.FlushAsync();
Console.Write(Encoding.UTF8.GetString(lines.WrittenSpan));
Console.WriteLine($"{history.Stored} stored");

[Measurement("feeder")]
internal readonly partial record struct Feeder([Tag] string Bay, [Field(Unit = "W")] float ActivePower, [Timestamp] DateTimeOffset Time);

[RegisterMap]
internal sealed partial class Meter
{
    [Input(12, EngineeringUnit = "W")]
    public partial float Power { get; }
}
