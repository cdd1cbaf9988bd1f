using System.Diagnostics;
using System.Globalization;
using System.Net;
using Busbar.Interop.Tests.Peers;
using Busbar.Modbus;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>Every function that node's modbus-serial has, over TCP and on lines, both ways.</summary>
public sealed class NodeModbusInteropTests
{
    private static readonly string[] Tables =
    [
        "coil true", "register 777", "coils 9", "registers 3", "coils 1 0 1 0 1 1 0 0 0 0 1", "inputs 1 0 0 1", "registers 777 1 2 65535",
        $"inputs {string.Join(' ', Enumerable.Range(0, 125))}",
    ];

    private static readonly string[] Rewriting = ["mask 100 242 37", "read and write 5 9"];
    private static readonly string[] Identifying = ["id 66 true  Busbar", "identification 129 Busbar line 1"];

    public static TheoryData<ModbusFraming, int> FramingsAndRates => SerialLine.FramingsAndRates;

    public static TheoryData<int> Rates => SerialLine.Rates;

    [Fact]
    public async Task Client_AsksOurServer_OverTcp()
    {
        await using var server = new ModbusServer();
        Fill(server.AddUnit(1, new() { HoldingRegisters = 200 }));
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));

        string output = await NodeModbus.RunAsync("modbus_serial_client.mjs", "tcp", server.LocalEndPoint!.Port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal([.. Tables, .. Rewriting, .. Identifying, "beyond 2"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [MemberData(nameof(FramingsAndRates))]
    public async Task Client_AsksOurServer_OnALine(ModbusFraming framing, int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(framing, baud);
        await using ModbusServer server = line.Serve(out ModbusUnit unit, new() { HoldingRegisters = 200 });
        Fill(unit);

        string output = await NodeModbus.RunAsync("modbus_serial_client.mjs", line.Target);

        Assert.Equal([.. Tables, .. framing == ModbusFraming.Rtu ? Identifying : [], "beyond 2"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Server_IsAskedByOurClient_OverTcp()
    {
        (Process process, int port) = await NodeModbus.StartAsync("modbus_serial_server.mjs", "tcp");
        await using var ended = new EndedProcess(process);
        var patient = new ModbusClientOptions { ResponseTimeout = TimeSpan.FromSeconds(60), Reconnect = new() { ConnectTimeout = TimeSpan.FromSeconds(60) } };
        await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", port, patient);

        await AskAsync(client);
        ModbusDeviceIdentification identification = await client.ReadDeviceIdentificationAsync(1, ReadDeviceIdCode.Basic);

        Assert.Equal(("node", "modbus-serial", "8.0"), (identification.VendorName, identification.ProductCode, identification.MajorMinorRevision));
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public async Task Server_IsAskedByOurClient_OnALine(int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(ModbusFraming.Rtu, baud);
        (Process process, _) = await NodeModbus.StartAsync("modbus_serial_server.mjs", line.Target);
        await using var ended = new EndedProcess(process);
        await using ModbusClient client = line.Connect();

        await AskAsync(client);
    }

    private static void Fill(ModbusUnit unit)
    {
        unit.InputRegisters.Write(0, [.. Enumerable.Range(0, 125).Select(value => (ushort)value)]);
        unit.DiscreteInputs.Write(2, [true, false, false, true]);
        unit.SetServerId([0x42], " Busbar"u8);
        unit.Identification.Set(DeviceObjectId.VendorName, "Busbar");
        unit.Identification.Set(DeviceObjectId.ProductCode, "line");
        unit.Identification.Set(DeviceObjectId.MajorMinorRevision, "1");
    }

    private static async Task AskAsync(ModbusClient client)
    {
        await client.WriteSingleCoilAsync(1, 3, true);
        await client.WriteMultipleCoilsAsync(1, 5, new[] { true, false, true });
        await client.WriteSingleRegisterAsync(1, 10, 500);
        await client.WriteMultipleRegistersAsync(1, 11, new ushort[] { 1, 2, 65_535 });

        Assert.Equal(new[] { true, false, true, false, true }, await client.ReadCoilsAsync(1, 3, 5));
        Assert.Equal(new[] { false, false, true, false }, await client.ReadDiscreteInputsAsync(1, 0, 4));
        Assert.Equal([500, 1, 2, 65_535], await client.ReadHoldingRegistersAsync(1, 10, 4));
        Assert.Equal(Enumerable.Range(50, 125).Select(value => (ushort)value), await client.ReadInputRegistersAsync(1, 50, 125));
        ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(() => client.ReadHoldingRegistersAsync(1, 199, 2).AsTask());
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refused.ExceptionCode);
    }
}
