// What a small device's program uses, published with all that nobody uses left out.
using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Busbar;
using Busbar.AspNetCore;
using Busbar.Influx;
using Busbar.Messaging;
using Busbar.Modbus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

await using var server = new ModbusServer();
server.AddUnit(1).InputRegisters.Write(address: 12, 1500f);
await server.ListenAsync(IPEndPoint.Parse("127.0.0.1:0"));
await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port);
var meter = new Meter();
await meter.ReadAsync(client, unit: 1);

var lines = new ArrayBufferWriter<byte>();
using var broker = new Broker();
var feed = new SeriesFeed(broker);
var hub = new Hub<Sample>();
using IDisposable shown = hub.Subscribe(feed);
using IDisposable written = hub.Subscribe((in Sample sample) => new LineProtocol().Write([sample], lines));
hub.Publish(new Feeder("3", meter.Power, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero)));
Console.Write(Encoding.UTF8.GetString(lines.WrittenSpan));

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using WebApplication app = builder.Build();
app.MapEcho("/ws/echo", feed);
app.MapTelemetryApi(feed);
app.Urls.Add("http://127.0.0.1:0");
await app.StartAsync();
using var http = new HttpClient();
using JsonDocument series = JsonDocument.Parse(await http.GetStringAsync(new Uri(app.Urls.First() + "/api/series")));
Console.WriteLine(series.RootElement[0].GetProperty("name").GetString());
await app.StopAsync();

[Measurement("feeder")]
internal readonly partial record struct Feeder([Tag] string Bay, [Field(Unit = "W")] float ActivePower, [Timestamp] DateTimeOffset Time);

[RegisterMap]
internal sealed partial class Meter
{
    [Input(12, EngineeringUnit = "W")]
    public partial float Power { get; }
}
