// A meter polled once a second, kept in SQLite, live for pages at ws://127.0.0.1:5000/ws/echo and as JSON below /api.
using Busbar;
using Busbar.AspNetCore;
using Busbar.Messaging;
using Busbar.Modbus;
using Busbar.Sockets;
using Busbar.Sql;
using Busbar.Sqlite;
using Microsoft.AspNetCore.Builder;

ModbusPoint[] points =
[
    new() { Field = "voltage", Table = ModbusTable.InputRegisters, Address = 0, Type = RegisterType.Float32, EngineeringUnit = "V", Resolution = 0.1 },
    new() { Field = "power", Table = ModbusTable.InputRegisters, Address = 4, Type = RegisterType.Float32, EngineeringUnit = "kW", Resolution = 1 },
];

await using var client = new ModbusClient(TcpConnector.To("127.0.0.1", 15502)); // may be off: everything starts all the same
await using SqlHistory history = SqliteHistory.Open("meter.db");
var feed = new SeriesFeed(new Broker());
ModbusSource meter = ModbusSource.Poll(client, unit: 1, every: TimeSpan.FromSeconds(1), name: "meter-1", points);
await using Pipeline pipeline = Pipeline.From(meter).Deadband(0.5).To(feed, history);

WebApplication app = WebApplication.Create(args);
app.MapEcho("/ws/echo", feed);
app.MapTelemetryApi(feed, new TelemetryApiOptions { History = history, Devices = () => [meter] });
using var stopping = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
await Task.WhenAll(app.RunAsync(), pipeline.RunAsync(stopping.Token));
