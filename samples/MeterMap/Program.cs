// A meter by its map: MeterMap [HOST PORT]. Without arguments it brings a server of its own.
using System.Globalization;
using System.Net;
using Busbar.Modbus;

await using var server = new ModbusServer();
ModbusUnit device = server.AddUnit(1);
device.InputRegisters.Write(address: 0, 230.1f);
device.InputRegisters.Write(address: 12, 1500f);
device.HoldingRegisters.Write(address: 100, (short)3);
device.OnWrite(Console.WriteLine);
await server.ListenAsync(IPEndPoint.Parse("127.0.0.1:0"));

string host = args.Length > 0 ? args[0] : "127.0.0.1";
int port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : server.LocalEndPoint!.Port;
await using ModbusClient client = await ModbusClient.ConnectAsync(host, port);

var meter = new Meter();
await meter.ReadAsync(client, unit: 1);          // the fewest requests the map allows
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{meter.VoltageL1} V, {meter.Power} W, set point {meter.Setpoint} at {meter.ReadAt:O}"));
meter.Setpoint = 22.5;
await meter.WriteChangesAsync(client, unit: 1);  // writes what changed; a read never overwrites a change not yet written

[RegisterMap(Order = RegisterOrder.ABCD)]
internal sealed partial class Meter
{
    [Input(0, EngineeringUnit = "V")]
    public partial float VoltageL1 { get; }

    [Input(12, EngineeringUnit = "W")]
    public partial float Power { get; }

    [Holding(100, As = RegisterType.Int16, Scale = 0.1)]
    public partial double Setpoint { get; set; }

    [Coil(3)]
    public partial bool Enabled { get; set; }
}
