using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Busbar.Modbus.Tests.Frames;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

/// <summary>Each function asked by our client and answered by our server, in each framing.</summary>
public sealed class ClientAndServerTests : IAsyncDisposable
{
    private const int Patience = 30_000;

    private readonly ManualTimeProvider _time = new();
    private readonly List<IAsyncDisposable> _disposables = [];

    public static TheoryData<ModbusFraming> Framings => [ModbusFraming.Tcp, ModbusFraming.Rtu, ModbusFraming.Ascii];

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable each in Enumerable.Reverse(_disposables))
            await each.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Framings))]
    public async Task EachFunction_GivesWhatTheUnitHas(ModbusFraming framing)
    {
        (ModbusClient client, ModbusUnit unit) = await StartAsync(framing);
        unit.ExceptionStatus = 0x55;
        unit.SetServerId("Busbar"u8, "more"u8);
        unit.AddFile(4).Write(9_999, [77]);
        unit.AddFifoQueue(5).TryEnqueue(9);
        for (byte id = 0; id < 7; id++)
            unit.Identification.Set((DeviceObjectId)id, new string((char)('a' + id), 100));
        unit.Identification.Set((DeviceObjectId)0x80, [1, 2, 3]);
        unit.HoldingRegisters[4] = 0x12;

        await client.WriteFileRecordAsync(7, 4, 0, Enumerable.Range(0, 122).Select(value => (ushort)value).ToArray());
        await client.MaskWriteRegisterAsync(7, 4, 0xF2, 0x25);
        ModbusServerId id17 = await client.ReportServerIdAsync(7);
        ModbusDeviceIdentification identification = await client.ReadDeviceIdentificationAsync(7);
        ushort[][] groups = await client.ReadFileRecordsAsync(7, new FileRecordRange[] { new(4, 120, 2), new(4, 9_999, 1) });

        Assert.Equal(0x55, await client.ReadExceptionStatusAsync(7));
        Assert.Equal(Enumerable.Range(0, 121).Select(value => (ushort)value), await client.ReadFileRecordAsync(7, 4, 0, 121));
        Assert.Equal([120, 121], groups[0]);
        Assert.Equal([77], groups[1]);
        Assert.Equal([0x17], await client.ReadWriteMultipleRegistersAsync(7, 4, 1, 5, new ushort[] { 1 }));
        Assert.Equal([9], await client.ReadFifoQueueAsync(7, 5));
        Assert.Equal(("Busbar", true, "more"), (Text(id17.Id), id17.IsRunning, Text(id17.Additional)));
        Assert.Equal(8, identification.Objects.Count);
        Assert.Equal((new string('a', 100), new string('g', 100), 0x83), (identification.VendorName, identification[DeviceObjectId.UserApplicationName], identification.ConformityLevel));
        Assert.Equal([1, 2, 3], await client.ReadDeviceObjectAsync(7, (DeviceObjectId)0x80));
        Assert.Equal(new byte[250], await client.DiagnoseAsync(7, DiagnosticSubFunction.ReturnQueryData, new byte[250]));
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Framings))]
    public async Task ListenOnly_Restart_AndUsersFunctions(ModbusFraming framing)
    {
        (ModbusClient client, ModbusUnit unit) = await StartAsync(framing);
        unit.Handle((FunctionCode)65, (request, answer) =>
        {
            answer[1] = (byte)request.Unit;
            return 2;
        });

        Assert.Equal([65, 7], await client.SendAsync(7, new byte[] { 65, 1, 2 }));
        await client.RestartCommunicationsAsync(7, clearLog: true);
        Assert.Equal([0x80, 0x00], (await client.GetCommEventLogAsync(7)).Events.ToArray());
        Assert.Equal(1, (await client.GetCommEventCounterAsync(7)).EventCount);
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Framings))]
    public async Task TypedValues_AreReadAndWrittenByPrintedAddresses(ModbusFraming framing)
    {
        (ModbusClient client, ModbusUnit unit) = await StartAsync(framing);
        unit.InputRegisters.Write(0, 230.5f, RegisterOrder.CDAB);
        unit.DiscreteInputs[16] = true;
        double[] values = new double[3];

        await client.WriteAsync(7, ModbusAddress.Parse("40010"), -1.25, RegisterOrder.DCBA);
        await client.WriteAsync(7, ModbusAddress.Parse("40014"), 2.5, RegisterOrder.DCBA);
        await client.WriteStringAsync(7, ModbusAddress.Parse("400101"), "Größe", 4, RegisterEncoding.Utf8, RegisterOrder.BADC);
        await client.WriteBitAsync(7, ModbusAddress.Parse("40200"), true, 15);
        await client.WriteBitAsync(7, ModbusAddress.Parse("00003"), true);

        Assert.Equal(230.5f, await client.ReadAsync<float>(7, ModbusAddress.Parse("30001"), RegisterOrder.CDAB));
        Assert.Equal(3, await client.ReadAsync(7, ModbusAddress.Parse("40010"), values.AsMemory(), RegisterOrder.DCBA));
        Assert.Equal([-1.25, 2.5, 0], values);
        Assert.Equal("Größe", await client.ReadStringAsync(7, ModbusAddress.Parse("400101"), 4, RegisterEncoding.Utf8, RegisterOrder.BADC));
        Assert.Equal(0x7247, unit.HoldingRegisters[100]); // rG
        Assert.Equal(0x8000, unit.HoldingRegisters[199]);
        Assert.True(await client.ReadBitAsync(7, ModbusAddress.Parse("40200"), 15));
        Assert.False(await client.ReadBitAsync(7, ModbusAddress.Parse("40200"), 14));
        Assert.True(await client.ReadBitAsync(7, ModbusAddress.Parse("10017")));
        Assert.True(unit.Coils[2]);
    }

    [Fact(Timeout = Patience)]
    public async Task AsciiDelimiter_ChangedByDiagnostics_EndsTheFramesFromThenOn()
    {
        (ModbusClient client, _) = await StartAsync(ModbusFraming.Ascii);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((await ServerOfAsync(ModbusFraming.Ascii)).LocalEndPoint!);
        byte[] change = Adu.Of(ModbusFraming.Ascii, 7, "0800032100");
        byte[] request = [.. Adu.Of(ModbusFraming.Ascii, 7, "0300000001")[..^1], (byte)'!'];
        byte[] answer = [.. Adu.Of(ModbusFraming.Ascii, 7, "03020000")[..^1], (byte)'!'];

        Assert.Equal(0x2100, await client.DiagnoseAsync(7, DiagnosticSubFunction.ChangeAsciiInputDelimiter, 0x2100));
        await socket.SendAsync(change);
        Assert.Equal(change, await ReceiveAsync(socket, change.Length));
        await socket.SendAsync(request);

        Assert.Equal(answer, await ReceiveAsync(socket, answer.Length));
    }

    [Fact(Timeout = Patience)]
    public async Task Broadcast_WritesFilesAndMasks_AndIsCounted()
    {
        (ModbusClient client, ModbusUnit unit) = await StartAsync(ModbusFraming.Rtu);
        ModbusFile file = unit.AddFile(1);
        int told = 0;
        unit.Handle((FunctionCode)65, (request, _) =>
        {
            told += request.IsBroadcast ? 1 : 0;
            return 0;
        });

        await client.WriteFileRecordAsync(0, 1, 0, new ushort[] { 5 });
        await client.MaskWriteRegisterAsync(0, 9, 0, 0x21);
        byte[] raw = await client.SendAsync(0, new byte[] { 65 });
        ushort unanswered = await client.DiagnoseAsync(7, DiagnosticSubFunction.ReturnServerNoResponseCount);

        ushort[] records = new ushort[1];
        file.Read(0, records);
        Assert.Equal((5, 0x21, 1), (records[0], unit.HoldingRegisters[9], told));
        Assert.Equal(3, unanswered);
        Assert.Empty(raw);
        Assert.Equal([0x80, 0x40, 0x80, 0x40, 0xC0, 0x40, 0xC0, 0x40, 0xC0], (await client.GetCommEventLogAsync(7)).Events.ToArray());
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Framings))]
    public async Task Calls_InTheirFormForTheCallersMemory_AllocateNothing(ModbusFraming framing)
    {
        (ModbusClient client, ModbusUnit unit) = await StartAsync(framing);
        unit.AddFile(1);
        unit.AddFifoQueue(0).TryEnqueue(1);
        unit.Handle((FunctionCode)65, static (_, _) => 1);
        ushort[] registers = new ushort[31];
        ushort[] written = [1];
        byte[] query = [65, 1];
        byte[] response = new byte[ModbusLimits.MaxPduLength];

        long bytes = await Allocations.OfTheProcessAsync(RoundAsync, operations: 100, warmup: 500);

        Assert.Equal(0, bytes);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        async ValueTask RoundAsync()
        {
            await client.ReadExceptionStatusAsync(7);
            await client.GetCommEventCounterAsync(7);
            await client.DiagnoseAsync(7, DiagnosticSubFunction.ReturnBusMessageCount);
            await client.ReadFileRecordAsync(7, 1, 0, registers.AsMemory());
            await client.WriteFileRecordAsync(7, 1, 0, written);
            await client.MaskWriteRegisterAsync(7, 0, 1, 2);
            await client.ReadWriteMultipleRegistersAsync(7, 0, registers.AsMemory(), 1, written);
            await client.ReadFifoQueueAsync(7, 0, registers.AsMemory());
            await client.SendAsync(7, query, response);
            await client.ReadAsync<float>(7, new ModbusAddress(ModbusTable.HoldingRegisters, 0));
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task EightTasks_ShareOneClient_AndEachValueIsRight()
    {
        await using var server = new ModbusServer(new() { TimeProvider = _time });
        ModbusUnit unit = server.AddUnit(7);
        unit.HoldingRegisters.Write(0, Enumerable.Range(0, 1_000).Select(value => (ushort)(value * 7)).ToArray());
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        await using ModbusClient client = await ModbusClient.ConnectAsync(
            "127.0.0.1", server.LocalEndPoint!.Port, new ModbusClientOptions { MaxInFlight = 16, TimeProvider = _time });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(task => Task.Run(() => ReadAsync(client, task))));

        Assert.Equal((100_000L, 0L), (client.Statistics.Answers, client.Statistics.Timeouts));
    }

    private static async Task ReadAsync(ModbusClient client, int seed)
    {
        var random = new Random(seed);
        ushort[] registers = new ushort[10];
        for (int i = 0; i < 12_500; i++)
        {
            int address = random.Next(990);
            await client.ReadHoldingRegistersAsync(7, address, registers.AsMemory());
            for (int j = 0; j < registers.Length; j++)
                Assert.Equal((ushort)((address + j) * 7), registers[j]);
        }
    }

    private static string Text(ReadOnlyMemory<byte> octets) => System.Text.Encoding.ASCII.GetString(octets.Span);

    private async Task<(ModbusClient Client, ModbusUnit Unit)> StartAsync(ModbusFraming framing)
    {
        ModbusServer server = await ServerOfAsync(framing);
        ModbusUnit unit = server.AddUnit(7);
        ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port, new ModbusClientOptions
        {
            Framing = framing,
            TimeProvider = _time,
            ReadRetries = 0,
            SerialLine = new() { TurnaroundDelay = TimeSpan.Zero },
        });
        _disposables.Add(client);
        return (client, unit);
    }

    private async Task<ModbusServer> ServerOfAsync(ModbusFraming framing)
    {
        if (_disposables.OfType<ModbusServer>().FirstOrDefault() is { } before)
            return before;
        var server = new ModbusServer(new ModbusServerOptions { Framing = framing, TimeProvider = _time });
        _disposables.Add(server);
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        return server;
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket, int count)
    {
        byte[] octets = new byte[count];
        for (int received = 0; received < count;)
        {
            int more = await socket.ReceiveAsync(octets.AsMemory(received));
            if (more == 0)
                return octets[..received];
            received += more;
        }

        return octets;
    }
}
