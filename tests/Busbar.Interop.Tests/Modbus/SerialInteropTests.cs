using System.Diagnostics;
using System.Globalization;
using System.Net;
using Busbar.Interop.Tests.Peers;
using Busbar.Modbus;
using Busbar.Sockets;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>Serial lines, which keep a rate though they do not run at it: our two sides, and each of them with the implementations of others.</summary>
public sealed class SerialInteropTests
{
    public static TheoryData<ModbusFraming, int> FramingsAndRates => SerialLine.FramingsAndRates;

    public static TheoryData<int> Rates => SerialLine.Rates;

    [Theory]
    [MemberData(nameof(FramingsAndRates))]
    public async Task OurClient_AsksOurServerForEachFunction(ModbusFraming framing, int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(framing, baud);
        await using ModbusServer server = line.Serve(out ModbusUnit unit, new() { HoldingRegisters = 200 });
        await using ModbusClient client = line.Connect(onTheirs: true);
        unit.ExceptionStatus = 0x6D;
        unit.SetServerId("Busbar"u8);
        unit.AddFile(4);
        unit.AddFifoQueue(5).TryEnqueue(7);
        unit.Identification.Set(DeviceObjectId.VendorName, "Busbar");
        unit.InputRegisters.Write(0, [.. Enumerable.Range(0, 125).Select(value => (ushort)value)]);

        await client.WriteSingleCoilAsync(1, 3, true);
        await client.WriteMultipleCoilsAsync(1, 5, new[] { true, false, true });
        await client.WriteSingleRegisterAsync(1, 10, 0x12);
        await client.WriteMultipleRegistersAsync(1, 11, new ushort[] { 1, 2, 3 });
        await client.MaskWriteRegisterAsync(1, 10, 0xF2, 0x25);
        await client.WriteFileRecordAsync(1, 4, 7, new ushort[] { 1, 2 });
        await client.WriteSingleRegisterAsync(0, 20, 77); // to all

        Assert.Equal([0x17, 1, 500, 3], await client.ReadWriteMultipleRegistersAsync(1, 10, 4, 12, new ushort[] { 500 }));
        Assert.Equal([0x17, 1, 500, 3], await client.ReadHoldingRegistersAsync(1, 10, 4));
        Assert.Equal([77], await client.ReadHoldingRegistersAsync(1, 20, 1));
        Assert.Equal(Enumerable.Range(0, 125).Select(value => (ushort)value), await client.ReadInputRegistersAsync(1, 0, 125));
        Assert.Equal(new[] { true, false, true, false, true }, await client.ReadCoilsAsync(1, 3, 5));
        Assert.Equal(new[] { false, false }, await client.ReadDiscreteInputsAsync(1, 0, 2));
        Assert.Equal(0x6D, await client.ReadExceptionStatusAsync(1));
        Assert.Equal(0xA537, await client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnQueryData, 0xA537));
        Assert.Equal(0, await client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnBusCommunicationErrorCount));
        Assert.Equal(16, (await client.GetCommEventCounterAsync(1)).EventCount);
        Assert.NotEqual(0, (await client.GetCommEventLogAsync(1)).Events.Length);
        Assert.Equal("Busbar"u8.ToArray(), (await client.ReportServerIdAsync(1)).Id.ToArray());
        Assert.Equal([1, 2], await client.ReadFileRecordAsync(1, 4, 7, 2));
        Assert.Equal([7], await client.ReadFifoQueueAsync(1, 5));
        Assert.Equal("Busbar", (await client.ReadDeviceIdentificationAsync(1)).VendorName);
        ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(() => client.ReadHoldingRegistersAsync(1, 199, 2).AsTask());
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refused.ExceptionCode);
        Assert.Equal((0, 0), (client.Statistics.Timeouts, client.Statistics.SkippedFrames));
    }

    [Theory]
    [MemberData(nameof(FramingsAndRates))]
    public async Task PymodbusClient_ReadsAndWritesOurServer(ModbusFraming framing, int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(framing, baud);
        await using ModbusServer server = line.Serve(out ModbusUnit unit);
        unit.InputRegisters.Write(0, [.. Enumerable.Range(0, 125).Select(value => (ushort)value)]);
        unit.DiscreteInputs.Write(2, [true, false, false, true]);

        string output = await ModbusPeers.PymodbusAsync("pymodbus_client.py", line.Target);

        Assert.Equal(
            [
                "coils ok", "coil ok", "coils [1, 1, 1, 1, 0, 0, 0, 0, 1]", "inputs [1, 0, 0, 1]", "registers ok", "register ok",
                "registers [1, 777, 65535]", "inputs 7750", "beyond 2",
            ],
            Lines(output));
        Assert.Equal(777, unit.HoldingRegisters[101]);
    }

    [Theory]
    [MemberData(nameof(FramingsAndRates))]
    public async Task PymodbusServer_IsReadAndWrittenByOurClient(ModbusFraming framing, int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(framing, baud);
        (Process process, _) = await ModbusPeers.StartPymodbusServerAsync("pymodbus_server.py", line.Target);
        await using var ended = new EndedProcess(process);
        await using ModbusClient client = line.Connect();

        await client.WriteMultipleRegistersAsync(1, 10, new ushort[] { 1, 2, 3 });
        await client.WriteSingleRegisterAsync(1, 11, 500);
        await client.WriteMultipleCoilsAsync(1, 3, new[] { true, false, true, true, false, false, false, false, true });
        await client.WriteSingleCoilAsync(1, 4, true);
        await client.MaskWriteRegisterAsync(1, 12, 0xF2, 0x25);

        Assert.Equal(230.1f, await client.ReadInputRegistersAsync<float>(1, 0));
        Assert.Equal(Enumerable.Range(50, 125).Select(value => (ushort)value), await client.ReadInputRegistersAsync(1, 50, 125));
        Assert.Equal([1, 500, 7], await client.ReadWriteMultipleRegistersAsync(1, 10, 3, 12, new ushort[] { 7 }));
        Assert.Equal([1, 500, 7], await client.ReadHoldingRegistersAsync(1, 10, 3));
        Assert.Equal(new[] { true, true, true, true, false, false, false, false, true }, await client.ReadCoilsAsync(1, 3, 9));
        Assert.Equal(new[] { true, false, true, true, true, false }, await client.ReadDiscreteInputsAsync(1, 0, 6));
        Assert.Equal("pymodbus", (await client.ReadDeviceIdentificationAsync(1, ReadDeviceIdCode.Basic)).VendorName);
        Assert.Equal(0xA537, await client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnQueryData, 0xA537));
        Assert.Equal(0, await client.ReadExceptionStatusAsync(1));
        ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(() => client.ReadHoldingRegistersAsync(1, 199, 2).AsTask());
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refused.ExceptionCode);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public async Task LibmodbusClient_ReadsAndWritesOurServer(int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(ModbusFraming.Rtu, baud);
        await using ModbusServer server = line.Serve(out ModbusUnit unit, new() { HoldingRegisters = 200 });
        unit.InputRegisters.Write(0, [(ushort)7, (ushort)8, (ushort)9]);
        unit.DiscreteInputs.Write(2, [true, false, false, true]);
        unit.SetServerId([0x42], " Busbar"u8);

        string output = await LibmodbusPeers.RunClientAsync(line.Device, line.Baud);

        Assert.Equal(
            [
                "coil 1", "register 1", "coils 9", "registers 3", "coils 1 0 1 0 1 1 0 0 0 0 1", "inputs 1 0 0 1", "registers 777 1 2 65535", "inputs 7 8 9",
                "mask 1", "write and read 5 1 2 65535", "id 9 66 FF  Busbar", "beyond Illegal data address",
            ],
            Lines(output));
        Assert.Equal(5, unit.HoldingRegisters[100]);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public async Task LibmodbusServer_IsReadAndWrittenByOurClient(int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(ModbusFraming.Rtu, baud);
        (Process process, _) = await LibmodbusPeers.StartServerAsync(line.Device, line.Baud);
        await using var ended = new EndedProcess(process);
        await using ModbusClient client = line.Connect();

        await client.WriteSingleCoilAsync(1, 3, true);
        await client.WriteMultipleCoilsAsync(1, 5, new[] { true, false, true });
        await client.WriteSingleRegisterAsync(1, 10, 0x12);
        await client.WriteMultipleRegistersAsync(1, 11, new ushort[] { 1, 2, 3 });
        await client.MaskWriteRegisterAsync(1, 10, 0xF2, 0x25);

        Assert.Equal([0x17, 1, 500, 3], await client.ReadWriteMultipleRegistersAsync(1, 10, 4, 12, new ushort[] { 500 }));
        Assert.Equal(new[] { true, false, true, false, true }, await client.ReadCoilsAsync(1, 3, 5));
        Assert.Equal(new[] { false, false, true, false }, await client.ReadDiscreteInputsAsync(1, 0, 4));
        Assert.Equal(Enumerable.Range(50, 125).Select(value => (ushort)value), await client.ReadInputRegistersAsync(1, 50, 125));
        Assert.Equal([0x17, 1, 500, 3], await client.ReadHoldingRegistersAsync(1, 10, 4));
        Assert.Equal(180, (await client.ReportServerIdAsync(1, idLength: 1)).Id.Span[0]);
        ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(() => client.ReadHoldingRegistersAsync(1, 199, 2).AsTask());
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refused.ExceptionCode);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public async Task Mbpoll_ReadsAndWritesOurServer(int baud)
    {
        await using SerialLine line = await SerialLine.OpenAsync(ModbusFraming.Rtu, baud);
        await using ModbusServer server = line.Serve(out ModbusUnit unit);
        unit.HoldingRegisters.Write(100, [(ushort)11, (ushort)22, (ushort)65_535]);
        unit.DiscreteInputs.Write(3, [true, true, false, true]);
        string[] target = ["-m", "rtu", "-b", line.Baud, "-P", "none", "-s", "2", "-o", "10", "-a", "1", "-0"];

        Assert.Equal(["11", "22", "65535"], MbpollOutput.Values(await ModbusPeers.MbpollAsync([.. target, "-r", "100", "-c", "3", "-t", "4", "-1", line.Device])));
        Assert.Equal(["1", "1", "0", "1"], MbpollOutput.Values(await ModbusPeers.MbpollAsync([.. target, "-r", "3", "-c", "4", "-t", "1", "-1", line.Device])));
        await ModbusPeers.MbpollAsync([.. target, "-r", "200", "-t", "4", line.Device, "5", "6", "7"]);
        await ModbusPeers.MbpollAsync([.. target, "-r", "9", "-t", "0", line.Device, "1", "0", "1"]);

        Assert.Equal((5, 6, 7), (unit.HoldingRegisters[200], unit.HoldingRegisters[201], unit.HoldingRegisters[202]));
        Assert.Equal((true, false, true), (unit.Coils[9], unit.Coils[10], unit.Coils[11]));
    }

    [Fact]
    public async Task Gateway_ToALine_ReachesLibmodbus_ForCallersOverTcp()
    {
        await using SerialLine line = await SerialLine.OpenAsync(ModbusFraming.Rtu, 19_200);
        (Process process, _) = await LibmodbusPeers.StartServerAsync(line.Device, line.Baud);
        await using var ended = new EndedProcess(process);
        await using ModbusClient toLine = line.Connect();
        await using var gateway = new ModbusServer();
        gateway.Route(7, toLine, unit: 1);
        await gateway.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));

        string output = await ModbusPeers.MbpollAsync(
            "-m", "tcp", "-p", gateway.LocalEndPoint!.Port.ToString(CultureInfo.InvariantCulture), "-o", "10", "-a", "7", "-0", "-r", "50", "-c", "3", "-t", "3", "-1", "127.0.0.1");
        ModbusClient[] callers = [.. Enumerable.Range(0, 4).Select(_ => new ModbusClient(
            TcpConnector.To("127.0.0.1", gateway.LocalEndPoint.Port), new() { MaxInFlight = 4, ResponseTimeout = TimeSpan.FromSeconds(60) }))];
        ushort[][] read = await Task.WhenAll(callers.SelectMany((caller, at) => Enumerable.Range(0, 8).Select(i => caller.ReadInputRegistersAsync(7, (at * 10) + i, 1).AsTask())));

        Assert.Equal(["50", "51", "52"], MbpollOutput.Values(output));
        Assert.Equal(Enumerable.Range(0, 4).SelectMany(at => Enumerable.Range(at * 10, 8)), read.Select(registers => (int)registers[0]));
        foreach (ModbusClient caller in callers)
            await caller.DisposeAsync();
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
