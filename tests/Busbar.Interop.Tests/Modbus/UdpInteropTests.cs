using System.Diagnostics;
using System.Globalization;
using System.Net;
using Busbar.Interop.Tests.Peers;
using Busbar.Modbus;
using Busbar.Sockets;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>Modbus over UDP with pymodbus, both ways.</summary>
public sealed class UdpInteropTests
{
    [Fact]
    public async Task PymodbusClient_ReadsAndWritesOurServer()
    {
        await using var server = new ModbusServer();
        ModbusUnit unit = server.AddUnit(1);
        unit.InputRegisters.Write(0, [.. Enumerable.Range(0, 125).Select(value => (ushort)value)]);
        unit.DiscreteInputs.Write(2, [true, false, false, true]);
        await server.ListenUdpAsync(new IPEndPoint(IPAddress.Loopback, 0));

        string output = await ModbusPeers.PymodbusAsync("pymodbus_client.py", "udp", server.LocalEndPoint!.Port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(
            [
                "coils ok", "coil ok", "coils [1, 1, 1, 1, 0, 0, 0, 0, 1]", "inputs [1, 0, 0, 1]", "registers ok", "register ok",
                "registers [1, 777, 65535]", "inputs 7750", "beyond 2", "nobody 10",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task PymodbusServer_IsReadAndWrittenByOurClient()
    {
        (Process process, int port) = await ModbusPeers.StartPymodbusServerAsync("pymodbus_server.py", "udp");
        await using var ended = new EndedProcess(process);
        await using var client = new ModbusClient(UdpConnector.To("127.0.0.1", port), new() { ResponseTimeout = TimeSpan.FromSeconds(60) });

        await client.WriteMultipleRegistersAsync(1, 10, new ushort[] { 1, 2, 3 });
        await client.WriteMultipleCoilsAsync(1, 3, new[] { true, false, true });
        await client.MaskWriteRegisterAsync(1, 12, 0xF2, 0x25);

        Assert.Equal(230.1f, await client.ReadInputRegistersAsync<float>(1, 0));
        Assert.Equal(Enumerable.Range(50, 125).Select(value => (ushort)value), await client.ReadInputRegistersAsync(1, 50, 125));
        Assert.Equal([1, 2], await client.ReadHoldingRegistersAsync(1, 10, 2));
        Assert.Equal(new[] { true, false, true }, await client.ReadCoilsAsync(1, 3, 3));
        Assert.Equal("pymodbus", (await client.ReadDeviceIdentificationAsync(1, ReadDeviceIdCode.Basic)).VendorName);
    }
}
