using System.Net;
using System.Net.Sockets;
using Busbar.Modbus.Tests.Frames;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

/// <summary>RTU and ASCII over a connection: a server answers its own units and nobody else's.</summary>
public sealed class SerialServerTests : IAsyncDisposable
{
    private const int Patience = 30_000;

    private readonly ManualTimeProvider _time = new();
    private readonly List<IAsyncDisposable> _disposables = [];

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable each in Enumerable.Reverse(_disposables))
            await each.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task ClientAndServer_ReadAndWrite_OverTheSameFraming(ModbusFraming framing)
    {
        ModbusServer server = await ListenAsync(framing);
        ModbusUnit unit = server.AddUnit(7);
        unit.InputRegisters.Write(3, (ushort)555);
        ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port, new ModbusClientOptions { Framing = framing, TimeProvider = _time });
        _disposables.Add(client);

        ushort[] read = await client.ReadInputRegistersAsync(7, 3, 1);
        await client.WriteMultipleRegistersAsync(7, 0, Enumerable.Range(0, 123).Select(value => (ushort)value).ToArray());
        await client.WriteSingleCoilAsync(7, 9, true);
        ushort[] readBack = await client.ReadHoldingRegistersAsync(7, 0, 125);

        Assert.Equal([555], read);
        Assert.Equal(Enumerable.Range(0, 123).Select(value => (ushort)value), readBack[..123]);
        Assert.True(unit.Coils[9]);
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task Requests_OfOthers_AreNotAnswered_AndThoseToAllAreDone(ModbusFraming framing)
    {
        ModbusServer server = await ListenAsync(framing);
        ModbusUnit first = server.AddUnit(1);
        ModbusUnit second = server.AddUnit(2);
        using Socket client = await ConnectAsync(server);
        byte[] answer = Adu.Of(framing, 2, "03021234");

        await client.SendAsync((byte[])
        [
            .. Adu.Of(framing, 9, "0300000001"), // nobody here
            .. Adu.Of(framing, 0, "0600001234"), // all
            .. Adu.Of(framing, 0, "0300000001"), // a read of all is ignored
            .. Adu.Of(framing, 2, "0300000001"),
        ]);

        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
        Assert.Equal((0x1234, 0x1234), (first.HoldingRegisters[0], second.HoldingRegisters[0]));
        Assert.Equal((4L, 3L, 0L), (server.Statistics.Requests, server.Statistics.Unanswered, server.Statistics.SkippedFrames));
    }

    [Fact(Timeout = Patience)]
    public async Task Request_BehindResponsesAndGarbage_IsAnswered()
    {
        ModbusServer server = await ListenAsync(ModbusFraming.Rtu);
        server.AddUnit(1);
        using Socket client = await ConnectAsync(server);
        byte[] answer = Adu.Rtu(1, "03020000");
        byte[] disturbed = Adu.Rtu(1, "0600000001");
        disturbed[4] ^= 0xFF;

        await client.SendAsync((byte[])[.. Adu.Rtu(9, "030400010002"), .. Adu.Rtu(9, "8302"), .. disturbed, .. Adu.Rtu(1, "0300000001")]);

        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
        Assert.Equal((1L, 3L), (server.Statistics.Requests, server.Statistics.SkippedFrames));
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task Request_BehindAHundredThousandOctetsOfNoise_IsAnswered(ModbusFraming framing)
    {
        ModbusServer server = await ListenAsync(framing);
        server.AddUnit(1);
        using Socket client = await ConnectAsync(server);
        byte[] answer = Adu.Of(framing, 1, "03020000");
        byte[] noise = new byte[100_000];
        new Random(20_240_229).NextBytes(noise);
        byte[] filling = new byte[RtuCodec.MaxAduLength]; // ends whatever the noise has begun: as long as a frame can be, and none

        await client.SendAsync((byte[])[.. noise, .. filling, .. Adu.Of(framing, 1, "0300000001"), .. filling]);

        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
        Assert.Equal((1L, 0L), (server.Statistics.Requests - server.Statistics.Unanswered, server.Statistics.Exceptions));
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu, 50)]
    [InlineData(ModbusFraming.Ascii, 1000)]
    public async Task Request_ThatStaysUnfinished_IsDroppedOnceTheLineIsSilent(ModbusFraming framing, int silence)
    {
        ModbusServer server = await ListenAsync(framing);
        server.AddUnit(1);
        using Socket client = await ConnectAsync(server);
        byte[] answer = Adu.Of(framing, 1, "03020000");

        await client.SendAsync(Adu.Of(framing, 1, "1000000001020001").AsMemory(0, 7));
        await _time.NextTimerAsync(TimeSpan.FromMilliseconds(silence));
        _time.Advance(TimeSpan.FromMilliseconds(silence));
        while (server.Statistics.SkippedFrames == 0)
            await Task.Yield();
        await client.SendAsync(Adu.Of(framing, 1, "0300000001"));

        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
    }

    [Fact(Timeout = Patience)]
    public async Task Request_WhoseByteCountLies_IsRefusedOnceTheLineIsSilent()
    {
        ModbusServer server = await ListenAsync(ModbusFraming.Rtu);
        server.AddUnit(1);
        using Socket client = await ConnectAsync(server);
        byte[] answer = Adu.Rtu(1, "9003");

        await client.SendAsync(Adu.Rtu(1, "10000000020600010002"));
        await _time.NextTimerAsync(TimeSpan.FromMilliseconds(50));
        _time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
    }

    [Fact(Timeout = Patience)]
    public async Task Answer_ThatTheLineEchoes_IsNoRequest()
    {
        ModbusServer server = await ListenAsync(ModbusFraming.Rtu, echo: true);
        server.AddUnit(1);
        using Socket client = await ConnectAsync(server);
        byte[] write = Adu.Rtu(1, "0600001234"); // its answer looks as it does
        byte[] answer = Adu.Rtu(1, "03021234");

        await client.SendAsync(write);
        await client.SendAsync(await ReceiveAsync(client, write.Length));
        await client.SendAsync(Adu.Rtu(1, "0300000001"));

        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
        Assert.Equal(2, server.Statistics.Requests);
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task Reads_IntoTheCallersMemory_AllocateNothing(ModbusFraming framing)
    {
        ModbusServer server = await ListenAsync(framing);
        server.AddUnit(1);
        ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port, new ModbusClientOptions { Framing = framing, TimeProvider = _time });
        _disposables.Add(client);
        ushort[] registers = new ushort[10];

        long bytes = await Allocations.OfTheProcessAsync(() => client.ReadHoldingRegistersAsync(1, 0, registers.AsMemory()));

        Assert.Equal(0, bytes);
        Assert.Equal(client.Statistics.Requests, client.Statistics.Answers);
    }

    [Fact(Timeout = Patience)]
    public async Task OnlyUnit_ServesEveryAddress_WhenItIsToldTo()
    {
        ModbusServer server = await ListenAsync(ModbusFraming.Rtu, UnknownUnitPolicy.ServeByOnlyUnit);
        server.AddUnit(1);
        using Socket client = await ConnectAsync(server);
        byte[] answer = Adu.Rtu(9, "03020000");

        await client.SendAsync(Adu.Rtu(9, "0300000001"));

        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
    }

    private async Task<ModbusServer> ListenAsync(ModbusFraming framing, UnknownUnitPolicy policy = default, bool echo = false)
    {
        var server = new ModbusServer(new ModbusServerOptions
        {
            Framing = framing,
            UnknownUnit = policy,
            SerialLine = new SerialLineOptions { Echo = echo },
            TimeProvider = _time,
        });
        _disposables.Add(server);
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        return server;
    }

    private static async Task<Socket> ConnectAsync(ModbusServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.LocalEndPoint!);
        return socket;
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
