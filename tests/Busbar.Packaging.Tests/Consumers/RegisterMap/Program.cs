using System.Globalization;
using System.Net;
using Busbar.Modbus;

await using var server = new ModbusServer();
ModbusUnit device = server.AddUnit(1);
device.InputRegisters.Write(address: 0, 230.5f);
device.InputRegisters.Write(address: 12, 1500f);
device.HoldingRegisters.Write(address: 100, (short)3);
await server.ListenAsync(IPEndPoint.Parse("127.0.0.1:0"));
await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port);

var meter = new Meter();
await meter.ReadAsync(client, unit: 1);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{meter.VoltageL1} V, {meter.Power} W, set point {meter.Setpoint}"));
meter.Setpoint = 22.5;
await meter.WriteChangesAsync(client, unit: 1);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"register 100 is {device.HoldingRegisters.Read<short>(100)}"));

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
