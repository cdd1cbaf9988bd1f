// Reads a meter: Meter HOST [PORT]. Try it with 'busbar plant' on port 15502.
using System.Globalization;
using Busbar.Modbus;

string host = args.Length > 0 ? args[0] : "127.0.0.1";
int port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : ModbusClient.DefaultPort;
await using ModbusClient client = await ModbusClient.ConnectAsync(host, port);

float voltage = await client.ReadInputRegistersAsync<float>(unit: 1, address: 0);
ushort[] raw = await client.ReadHoldingRegistersAsync(unit: 1, address: 0, count: 2);
await client.WriteSingleCoilAsync(unit: 1, address: 0, value: true);

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{voltage} V, set point registers {raw[0]} {raw[1]}"));
