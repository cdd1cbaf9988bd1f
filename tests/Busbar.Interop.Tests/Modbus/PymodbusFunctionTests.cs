using System.Diagnostics;
using System.Globalization;
using System.Net;
using Busbar.Interop.Tests.Peers;
using Busbar.Modbus;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>The functions of pymodbus 3.0 beside reads and writes of tables, both ways. What it does not do by the specification is said where it is met.</summary>
public sealed class PymodbusFunctionTests
{
    private static readonly DiagnosticSubFunction[] Counters =
    [
        DiagnosticSubFunction.ReturnDiagnosticRegister, DiagnosticSubFunction.ReturnBusMessageCount, DiagnosticSubFunction.ReturnBusCommunicationErrorCount,
        DiagnosticSubFunction.ReturnBusExceptionErrorCount, DiagnosticSubFunction.ReturnServerMessageCount, DiagnosticSubFunction.ReturnServerNoResponseCount,
        DiagnosticSubFunction.ReturnServerNakCount, DiagnosticSubFunction.ReturnServerBusyCount, DiagnosticSubFunction.ReturnBusCharacterOverrunCount,
        DiagnosticSubFunction.ReturnIopOverrunCount, DiagnosticSubFunction.ClearOverrunCounterAndFlag,
    ];

    [Fact]
    public async Task PymodbusClient_AsksOurServerForEachFunction()
    {
        await using var server = new ModbusServer();
        ModbusUnit unit = server.AddUnit(1, new() { HoldingRegisters = 100 });
        unit.ExceptionStatus = 0x6D;
        unit.DiagnosticRegister = 0x1234;
        unit.HoldingRegisters[4] = 0x12;
        unit.SetServerId("Busbar"u8);
        unit.AddFile(4);
        ModbusFifoQueue queue = unit.AddFifoQueue(5);
        for (ushort i = 1; i <= 6; i++)
            queue.TryEnqueue(i);
        for (byte id = 0; id < 3; id++)
            unit.Identification.Set((DeviceObjectId)id, new string((char)('a' + id), 100));
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));

        string output = await ModbusPeers.PymodbusAsync("pymodbus_functions_client.py", server.LocalEndPoint!.Port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(
            [
                "status 109", "query (42295,)", "register (4660,)", "delimiter (8448,)", "mask (4, 242, 37)", "read and write [23, 9]", "beyond exception 2",
                "exceptions (1,)", "messages (9,)", "bus (10,)", "errors (0,)", "no response (0,)", "nak (0,)", "busy (0,)", "overruns (0,)", "clear overruns (0,)",
                "iop exception 1", "counter (True, 15)", "clear (0,)", "restart (65280,)", "log (0, 1, [128, 0])", "id (b'Busbar\\xff', True)",
                "write file [b'\\x06\\xaf\\x04\\xbe']", "read file [b'\\x06\\xaf\\x04\\xbe', b'\\x04\\xbe']", "no file exception 2", "queue [1, 2]",
                "identification 129 255 2 [0, 1]", "rest 0 [(2, b'ccc')]", $"one [(1, b'{new string('b', 100)}')]",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task PymodbusServer_AnswersOurClientForEachFunction()
    {
        (Process process, int port) = await ModbusPeers.StartPymodbusServerAsync("pymodbus_server.py");
        try
        {
            var patient = new ModbusClientOptions { ResponseTimeout = TimeSpan.FromSeconds(60), Reconnect = new() { ConnectTimeout = TimeSpan.FromSeconds(60) } };
            await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", port, patient);

            await client.WriteSingleRegisterAsync(1, 4, 0x12);
            await client.MaskWriteRegisterAsync(1, 4, 0xF2, 0x25);
            ModbusDeviceIdentification identification = await client.ReadDeviceIdentificationAsync(1, ReadDeviceIdCode.Regular);
            ModbusServerId id = await client.ReportServerIdAsync(1);
            CommEventLog log = await client.GetCommEventLogAsync(1);

            Assert.Equal([0x17, 9], await client.ReadWriteMultipleRegistersAsync(1, 4, 2, 5, new ushort[] { 9 }));
            Assert.Equal(0, await client.ReadExceptionStatusAsync(1));
            Assert.Equal(("pymodbus", string.Concat(Enumerable.Repeat("PM", 60)), "3.0"), (identification.VendorName, identification.ProductCode, identification.MajorMinorRevision));
            Assert.Equal(new string('M', 120), identification[DeviceObjectId.ModelName]);
            Assert.StartsWith("pymodbus-PM", System.Text.Encoding.ASCII.GetString(id.Id.Span), StringComparison.Ordinal);
            Assert.True(id.IsRunning);
            Assert.Equal(0, log.Events.Length);
            Assert.True((await client.GetCommEventCounterAsync(1)).EventCount >= 0);
            foreach (DiagnosticSubFunction counter in Counters)
                await client.DiagnoseAsync(1, counter);
            Assert.Equal(0xA537, await client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnQueryData, 0xA537));
            Assert.Equal(0x2100, await client.DiagnoseAsync(1, DiagnosticSubFunction.ChangeAsciiInputDelimiter, 0x2100));
            await client.DiagnoseAsync(1, DiagnosticSubFunction.ClearCounters);
            await client.RestartCommunicationsAsync(1, clearLog: true);
            Assert.Empty(await client.ReadFifoQueueAsync(1, 5));
            await client.WriteFileRecordAsync(1, 4, 7, new ushort[] { 1, 2 });
            Assert.Equal("pymodbus"u8.ToArray(), await client.ReadDeviceObjectAsync(1, DeviceObjectId.VendorName));
            await Assert.ThrowsAsync<ModbusProtocolException>(() => client.ReadFileRecordAsync(1, 4, 7, 2).AsTask()); // it answers without a group
            Assert.Equal([0x17], await client.ReadHoldingRegistersAsync(1, 4, 1));
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }
}
