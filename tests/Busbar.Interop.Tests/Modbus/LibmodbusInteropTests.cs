using System.Diagnostics;
using System.Globalization;
using System.Net;
using Busbar.Interop.Tests.Peers;
using Busbar.Modbus;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>Every function that libmodbus has, with our server asked and our client answered by it.</summary>
public sealed class LibmodbusInteropTests
{
    [Fact]
    public async Task LibmodbusClient_ReadsAndWritesOurServer()
    {
        await using var server = new ModbusServer();
        ModbusUnit unit = server.AddUnit(1, new() { HoldingRegisters = 200 });
        unit.InputRegisters.Write(0, [(ushort)7, (ushort)8, (ushort)9]);
        unit.DiscreteInputs.Write(2, [true, false, false, true]);
        unit.SetServerId([0x42], " Busbar"u8);
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));

        string output = await LibmodbusPeers.RunClientAsync(server.LocalEndPoint!.Port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(
            [
                "coil 1", "register 1", "coils 9", "registers 3", "coils 1 0 1 0 1 1 0 0 0 0 1", "inputs 1 0 0 1", "registers 777 1 2 65535", "inputs 7 8 9",
                "mask 1", "write and read 5 1 2 65535", "id 9 66 FF  Busbar", "beyond Illegal data address",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(5, unit.HoldingRegisters[100]);
        Assert.True(unit.Coils[3]);
    }

    [Fact]
    public async Task LibmodbusServer_IsReadAndWrittenByOurClient()
    {
        (Process process, int port) = await LibmodbusPeers.StartServerAsync();
        try
        {
            var patient = new ModbusClientOptions { ResponseTimeout = TimeSpan.FromSeconds(60), Reconnect = new() { ConnectTimeout = TimeSpan.FromSeconds(60) } };
            await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", port, patient);

            await client.WriteSingleCoilAsync(1, 3, true);
            await client.WriteMultipleCoilsAsync(1, 5, new[] { true, false, true });
            await client.WriteSingleRegisterAsync(1, 10, 0x12);
            await client.WriteMultipleRegistersAsync(1, 11, new ushort[] { 1, 2, 3 });
            await client.MaskWriteRegisterAsync(1, 10, 0xF2, 0x25);
            ushort[] both = await client.ReadWriteMultipleRegistersAsync(1, 10, 4, 12, new ushort[] { 500 });
            ModbusServerId id = await client.ReportServerIdAsync(1, idLength: 1);
            bool[] coils = await client.ReadCoilsAsync(1, 3, 5);
            bool[] discrete = await client.ReadDiscreteInputsAsync(1, 0, 4);
            ushort[] inputs = await client.ReadInputRegistersAsync(1, 50, 125);
            ushort[] registers = await client.ReadHoldingRegistersAsync(1, 10, 4);
            ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(() => client.ReadHoldingRegistersAsync(1, 199, 2).AsTask());

            Assert.Equal([0x17, 1, 500, 3], both);
            Assert.Equal(both, registers);
            Assert.Equal([true, false, true, false, true], coils);
            Assert.Equal([false, false, true, false], discrete);
            Assert.Equal(Enumerable.Range(50, 125).Select(value => (ushort)value), inputs);
            Assert.True(id.IsRunning);
            Assert.Equal(180, id.Id.Span[0]);
            Assert.StartsWith("LMB", System.Text.Encoding.ASCII.GetString(id.Additional.Span), StringComparison.Ordinal);
            Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refused.ExceptionCode);
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }
}
