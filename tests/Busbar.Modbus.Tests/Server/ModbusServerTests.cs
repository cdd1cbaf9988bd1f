using System.Net;
using System.Net.Sockets;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

public sealed class ModbusServerTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60); // guards against a test that would hang

    private readonly ModbusServer _server = new(new() { TimeProvider = new ManualTimeProvider() }); // nothing takes it too long
    private readonly ModbusUnit _unit;

    public ModbusServerTests() => _unit = _server.AddUnit(1, new() { Coils = 100, DiscreteInputs = 100, InputRegisters = 50 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    // function first
    [InlineData("09", "89 01")]
    [InlineData("00", "80 01")]
    [InlineData("83 0000 0001", "83 01")]
    [InlineData("2B 0E 01 00", "AB 01")]
    // then quantity, byte count and value, whatever the address
    [InlineData("03 FFFF 0000", "83 03")]
    [InlineData("03 FFFF 007E", "83 03")]
    [InlineData("03 0000 0001 00", "83 03")]
    [InlineData("03 0000", "83 03")]
    [InlineData("01 FFFF 07D1", "81 03")]
    [InlineData("05 FFFF 0001", "85 03")]
    [InlineData("06 0000", "86 03")]
    [InlineData("0F FFFF 0008 02 FF FF", "8F 03")]
    [InlineData("10 0000 0002 04 0001", "90 03")]
    [InlineData("10 0000 0002 02 0001 0002", "90 03")]
    // then the addresses: the end is exclusive, so the last one is legal
    [InlineData("03 FFFF 0001", "03 02 0000")]
    [InlineData("03 FFFF 0002", "83 02")]
    [InlineData("04 0031 0001", "04 02 0000")]
    [InlineData("04 0031 0002", "84 02")]
    [InlineData("01 0063 0001", "01 01 00")]
    [InlineData("01 0063 0002", "81 02")]
    [InlineData("02 0064 0001", "82 02")]
    [InlineData("05 0064 FF00", "85 02")]
    [InlineData("0F 0060 0008 01 FF", "8F 02")]
    [InlineData("10 FFFF 0002 04 0001 0002", "90 02")]
    // then it is done
    [InlineData("05 0063 FF00", "05 0063 FF00")]
    [InlineData("06 FFFF 1234", "06 FFFF 1234")]
    [InlineData("0F 0003 000A 02 CD01", "0F 0003 000A")]
    [InlineData("10 0001 0002 04 000A 0102", "10 0001 0002")]
    public async Task Request_IsAnsweredInTheOrderOfTheSpecification(string request, string answer)
    {
        await using RawClient client = await ConnectAsync();

        string answered = await client.AskAsync(1, request);

        Assert.Equal(Hex.Format(Hex.Parse(answer)), answered);
    }

    [Fact]
    public async Task Request_Refused_ChangesNothing()
    {
        await using RawClient client = await ConnectAsync();

        await client.AskAsync(1, "10 FFFE 0003 06 0001 0002 0003");
        await client.AskAsync(1, "0F 0060 0008 01 FF");

        Assert.Equal(0, _unit.HoldingRegisters[0xFFFE]);
        Assert.False(_unit.Coils[0x60]);
    }

    [Fact]
    public async Task Tables_AreReadAndWrittenBySpecifiedFunctions()
    {
        _unit.HoldingRegisters.Write<float>(0, 230.1f);
        _unit.InputRegisters.Write(10, [(ushort)1, (ushort)2]);
        _unit.DiscreteInputs.Write(5, [true, false, true]);
        await using ModbusClient client = await ConnectClientAsync();

        await client.WriteMultipleCoilsAsync(1, 9, new[] { true, true, false, true });
        await client.WriteSingleCoilAsync(1, 10, false);
        await client.WriteMultipleRegistersAsync(1, 20, new ushort[] { 7, 8, 9 });
        await client.WriteSingleRegisterAsync(1, 21, 0xBEEF);
        await client.WriteMultipleRegistersAsync(1, 30, -2.5, RegisterOrder.CDAB);
        bool[] coils = new bool[4];
        await client.ReadCoilsAsync(1, 9, coils);
        byte[] octets = new byte[4];
        await client.ReadInputRegistersAsync(1, 10, octets.AsMemory());

        Assert.Equal(230.1f, await client.ReadHoldingRegistersAsync<float>(1, 0));
        Assert.Equal((bool[])[false, true, false, true], await client.ReadDiscreteInputsAsync(1, 4, 4));
        Assert.Equal([true, false, false, true], coils);
        Assert.Equal((bool[])[true, false, false, true], await client.ReadCoilsAsync(1, 9, 4));
        Assert.Equal([0, 1, 0, 2], octets);
        Assert.Equal((ushort[])[7, 0xBEEF, 9], await client.ReadHoldingRegistersAsync(1, 20, 3));
        Assert.Equal(-2.5, _unit.HoldingRegisters.Read<double>(30, RegisterOrder.CDAB));
        Assert.Equal(-2.5, await client.ReadHoldingRegistersAsync<double>(1, 30, RegisterOrder.CDAB));
    }

    [Fact]
    public async Task OnWrite_IsToldWhatWasWritten_BeforeTheClientIsAnswered()
    {
        var changes = new List<string>();
        _unit.OnWrite(change => changes.Add(change.ToString()));
        await using ModbusClient client = await ConnectClientAsync();

        await client.WriteMultipleRegistersAsync(1, 100, new ushort[] { 1, 2 });
        await client.WriteSingleRegisterAsync(1, 100, 3);
        await client.WriteMultipleCoilsAsync(1, 7, new[] { true, false, true });
        await client.WriteSingleCoilAsync(1, 8, true);

        Assert.Equal(
            ["unit 1: HoldingRegisters from 100 = 1, 2", "unit 1: HoldingRegisters from 100 = 3", "unit 1: Coils from 7 = on, off, on", "unit 1: Coils from 8 = on"],
            changes);
    }

    [Fact]
    public async Task OnWrite_HandlerThrows_IsAnsweredWithServerDeviceFailure_AndTheConnectionGoesOn()
    {
        _unit.OnWrite(_ => throw new InvalidOperationException("no"));
        await using RawClient client = await ConnectAsync();

        string write = await client.AskAsync(1, "06 0001 0005");
        string read = await client.AskAsync(1, "03 0001 0001");

        Assert.Equal("86 04", write);
        Assert.Equal("03 02 00 05", read);
    }

    [Theory]
    [InlineData(UnknownUnitPolicy.Refuse, 0, "03 02 00 00")]
    [InlineData(UnknownUnitPolicy.Refuse, 255, "03 02 00 00")]
    [InlineData(UnknownUnitPolicy.Refuse, 2, "83 0A")]
    [InlineData(UnknownUnitPolicy.ServeByOnlyUnit, 2, "03 02 00 00")]
    [InlineData(UnknownUnitPolicy.Ignore, 0, "03 02 00 00")]
    public async Task Request_ToAnotherUnit_GoesByThePolicy(UnknownUnitPolicy policy, byte unit, string answer)
    {
        await using var server = new ModbusServer(new() { UnknownUnit = policy });
        server.AddUnit(1);
        await using RawClient client = await RawClient.ConnectAsync(server);

        Assert.Equal(answer, await client.AskAsync(unit, "03 0000 0001"));
    }

    [Fact]
    public async Task Request_ToAnotherUnitOfSeveral_IsRefusedWhateverItsFunction()
    {
        await using var server = new ModbusServer(new() { UnknownUnit = UnknownUnitPolicy.ServeByOnlyUnit });
        server.AddUnit(1);
        server.AddUnit(2);
        await using RawClient client = await RawClient.ConnectAsync(server);

        Assert.Equal("E3 0A", await client.AskAsync(3, "63"));
    }

    [Fact]
    public async Task Request_ToAnotherUnit_WhenIgnored_IsNotAnsweredButCounted()
    {
        await using var server = new ModbusServer(new() { UnknownUnit = UnknownUnitPolicy.Ignore });
        server.AddUnit(1);
        await using RawClient client = await RawClient.ConnectAsync(server);

        await client.SendAsync(Adu(1, 9, "03 0000 0001"), Adu(2, 1, "03 0000 0001"));

        Assert.Equal("00 02 00 00 00 05 01 03 02 00 00", await client.ReceiveAsync());
        Assert.Equal((2L, 1L), (server.Statistics.Requests, server.Statistics.Unanswered));
    }

    [Fact]
    public async Task Requests_OfOneSegment_AreAnsweredInOrderAndInOneSegment()
    {
        _unit.HoldingRegisters.Write(0, [(ushort)10, (ushort)11, (ushort)12, (ushort)13]);
        await using RawClient client = await ConnectAsync();

        await client.SendAsync([.. Enumerable.Range(0, 4).Select(i => Adu(i, 1, $"03 000{i} 0001"))]);
        byte[] received = await client.ReceiveSomeAsync();

        Assert.Equal(44, received.Length);
        Assert.Equal([10, 11, 12, 13], received.Chunk(11).Select(answer => (int)answer[10]));
    }

    [Fact]
    public async Task Request_SplitAtEachOctet_IsAnswered()
    {
        await using RawClient client = await ConnectAsync();

        foreach (byte octet in Adu(7, 1, "03 0000 0001"))
            await client.SendAsync([octet]);

        Assert.Equal("00 07 00 00 00 05 01 03 02 00 00", await client.ReceiveAsync());
    }

    [Fact]
    public async Task HostileClients_EndTheirOwnConnectionAlone()
    {
        _unit.HoldingRegisters[0] = 7;
        await using RawClient good = await ConnectAsync();
        var random = new Random(3);

        for (int i = 0; i < 50; i++)
        {
            await using RawClient bad = await ConnectAsync();
            byte[] octets = new byte[400];
            random.NextBytes(octets);
            octets[2] = octets[3] = 0;
            octets[4] = 0xFF; // the length is out of range: the server must close
            await bad.SendAsync(octets);
            Assert.Empty(await bad.ReceiveToEndAsync());
        }

        Assert.Equal("03 02 00 07", await good.AskAsync(1, "03 0000 0001"));
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosedAndCounted()
    {
        await using var server = new ModbusServer(new() { MaxConnections = 1 });
        server.AddUnit(1);
        await using RawClient first = await RawClient.ConnectAsync(server);
        await first.AskAsync(1, "03 0000 0001");

        Assert.Empty(await RawClient.ConnectAndReceiveToEndAsync(server));
        Assert.Equal((1, 1L), (server.Statistics.OpenConnections, server.Statistics.RefusedConnections));
        Assert.Equal("03 02 00 00", await first.AskAsync(1, "03 0000 0001"));
    }

    [Fact]
    public async Task Connection_Idle_IsClosed()
    {
        var time = new ManualTimeProvider();
        await using var server = new ModbusServer(new() { TimeProvider = time, IdleTimeout = TimeSpan.FromMinutes(1) });
        server.AddUnit(1);
        await using RawClient client = await RawClient.ConnectAsync(server);
        await client.AskAsync(1, "03 0000 0001");

        time.Advance(TimeSpan.FromSeconds(59));
        string answer = await client.AskAsync(1, "03 0000 0001");
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("03 02 00 00", answer);
        Assert.Empty(await client.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Connection_WithAnUnfinishedRequest_IsClosed()
    {
        var time = new ManualTimeProvider();
        await using var server = new ModbusServer(new() { TimeProvider = time, FrameTimeout = TimeSpan.FromSeconds(5) });
        server.AddUnit(1);
        await using RawClient client = await RawClient.ConnectAsync(server);

        await client.SendAsync([.. Adu(1, 1, "03 0000 0001"), 0, 2, 0]);
        await client.ReceiveAsync(); // the unfinished one has been seen, too
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(await client.ReceiveToEndAsync());
    }

    [Fact]
    public async Task MultiRegisterReads_NeverSeeHalfOfAnUpdate()
    {
        await using ModbusClient client = await ConnectClientAsync();
        using var stop = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (ushort round = 0; !stop.IsCancellationRequested; round++)
            {
                using (_unit.BeginUpdate())
                {
                    for (int address = 0; address < 125; address++)
                        _unit.HoldingRegisters[address] = round;
                }
            }
        });

        ushort[] registers = new ushort[125];
        for (int i = 0; i < 500; i++)
        {
            await client.ReadHoldingRegistersAsync(1, 0, registers);
            Assert.Equal(-1, registers.AsSpan().IndexOfAnyExcept(registers[0]));
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task EightTasks_SharingOneClient_EachGetTheirOwnValues()
    {
        for (int address = 0; address < 10_000; address++)
            _unit.HoldingRegisters[address] = (ushort)(address * 7);
        await using ModbusClient client = await ConnectClientAsync(new() { MaxInFlight = 16 });

        int[] wrong = await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => ReadAtRandomAsync(client, seed, 2_500))));

        Assert.All(wrong, count => Assert.Equal(0, count));
        Assert.Equal(20_000, client.Statistics.Answers);
        Assert.Equal((0L, 0L, 0L), (client.Statistics.Timeouts, client.Statistics.LateAnswers, client.Statistics.UnknownAnswers));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Reads_IntoTheCallersMemory_AllocateNothing(int inFlight)
    {
        await using ModbusClient client = await ConnectClientAsync(new() { MaxInFlight = inFlight });
        using var cancellation = new CancellationTokenSource();
        ushort[][] destinations = [.. Enumerable.Range(0, inFlight).Select(_ => new ushort[10])];
        var reads = new ValueTask[inFlight];

        int next = 0;
        ValueTask StartOneAndReturnTheOldest()
        {
            next = (next + 1) % inFlight;
            ValueTask oldest = reads[next];
            reads[next] = client.ReadHoldingRegistersAsync(1, next, destinations[next].AsMemory(), cancellation.Token);
            return oldest;
        }

        long bytes = await Allocations.OfTheProcessAsync(StartOneAndReturnTheOldest);
        foreach (ValueTask last in reads)
            await last;

        Assert.Equal(0, bytes);
        Assert.Equal(client.Statistics.Requests, client.Statistics.Answers);
    }

    private static async Task<int> ReadAtRandomAsync(ModbusClient client, int seed, int reads)
    {
        var random = new Random(seed);
        ushort[] registers = new ushort[20];
        int wrong = 0;
        for (int i = 0; i < reads; i++)
        {
            int address = random.Next(9_900);
            Memory<ushort> part = registers.AsMemory(0, random.Next(1, 21));
            await client.ReadHoldingRegistersAsync(1, address, part);
            for (int j = 0; j < part.Length; j++)
                wrong += part.Span[j] == (ushort)((address + j) * 7) ? 0 : 1;
        }

        return wrong;
    }

    private static byte[] Adu(int transactionId, byte unit, string pdu)
    {
        byte[] octets = Hex.Parse(pdu);
        byte[] adu = new byte[MbapCodec.HeaderLength + octets.Length];
        MbapCodec.Encode(adu, (ushort)transactionId, unit, octets);
        return adu;
    }

    private async Task<RawClient> ConnectAsync()
    {
        if (_server.LocalEndPoint is null)
            await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        return await RawClient.ConnectAsync(_server);
    }

    private async Task<ModbusClient> ConnectClientAsync(ModbusClientOptions? options = null)
    {
        await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        options ??= new();
        options.ResponseTimeout = Long;
        options.Reconnect = new() { ConnectTimeout = Long };
        return await ModbusClient.ConnectAsync("127.0.0.1", _server.LocalEndPoint!.Port, options);
    }

    /// <summary>A socket that speaks what the test says.</summary>
    private sealed class RawClient : IAsyncDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public static async Task<RawClient> ConnectAsync(ModbusServer server)
        {
            if (server.LocalEndPoint is null)
                await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
            var client = new RawClient();
            await client._socket.ConnectAsync(server.LocalEndPoint!);
            return client;
        }

        public static async Task<byte[]> ConnectAndReceiveToEndAsync(ModbusServer server)
        {
            try
            {
                await using RawClient client = await ConnectAsync(server);
                return await client.ReceiveToEndAsync();
            }
            catch (SocketException)
            {
                return []; // reset before the connect was seen
            }
        }

        public async Task<string> AskAsync(byte unit, string pdu)
        {
            await SendAsync(Adu(0x1234, unit, pdu));
            string adu = await ReceiveAsync();
            Assert.StartsWith("12 34 00 00 ", adu, StringComparison.Ordinal);
            return adu[(MbapCodec.HeaderLength * 3)..];
        }

        public async Task SendAsync(params byte[][] adus) => await _socket.SendAsync(adus.SelectMany(octets => octets).ToArray());

        public async Task<string> ReceiveAsync() => Hex.Format(await ReceiveSomeAsync());

        public async Task<byte[]> ReceiveSomeAsync()
        {
            byte[] octets = new byte[4096];
            int count = await _socket.ReceiveAsync(octets).WaitAsync(Long);
            return octets[..count];
        }

        public async Task<byte[]> ReceiveToEndAsync()
        {
            try
            {
                return await ReceiveSomeAsync();
            }
            catch (SocketException)
            {
                return []; // a reset
            }
        }

        public ValueTask DisposeAsync()
        {
            _socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
