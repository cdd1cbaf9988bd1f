// A Modbus device of our own on 127.0.0.1:1502; prints what clients write. Ends with Enter.
using System.Net;
using Busbar.Modbus;

await using var server = new ModbusServer();
ModbusUnit unit = server.AddUnit(1);
unit.HoldingRegisters.Write(address: 0, 230.1f);
unit.OnWrite(Console.WriteLine);
await server.ListenAsync(IPEndPoint.Parse("127.0.0.1:1502"));

Console.WriteLine($"listening on {server.LocalEndPoint}");
Console.ReadLine();
