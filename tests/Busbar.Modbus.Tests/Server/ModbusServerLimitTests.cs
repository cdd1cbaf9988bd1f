using System.Net;
using System.Net.Sockets;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

/// <summary>What one client may take of a server, and what a handler may.</summary>
public sealed class ModbusServerLimitTests : IAsyncDisposable
{
    private const int Patience = 30_000;

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _logger = new();
    private readonly List<ModbusServer> _servers = [];

    public async ValueTask DisposeAsync()
    {
        foreach (ModbusServer server in _servers)
            await server.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Client_ThatSendsOneOctetAMinute_IsClosed()
    {
        ModbusServer server = Make(new());
        using Socket client = await ConnectAsync(server);
        byte[] request = ReadRequest(1, 1);

        await client.SendAsync(request); // from now on its timers run
        await client.ReceiveAsync(new byte[64]);
        await client.SendAsync(request[..1]);
        for (int minute = 1; minute < 12 && server.Statistics.OpenConnections > 0; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1)); // the frame's 10 s, or the idle time where the octet has not been seen yet
            await TrySendAsync(client, request[minute..(minute + 1)]);
        }

        await EndsAsync(server);
    }

    [Fact(Timeout = Patience)]
    public async Task Client_ThatSaysNothing_IsClosedWhenIdle()
    {
        ModbusServer server = Make(new());
        using Socket client = await ConnectAsync(server);
        while (_time.PendingTimers == 0)
            await Task.Yield();

        while (server.Statistics.OpenConnections > 0)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }

        Assert.Contains("no request for 600 s", Assert.Single(_logger.Entries, entry => entry.Id.Id == 101).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Client_ThatNeverReadsItsAnswers_IsClosed_AndHarmsNobody()
    {
        ModbusServer server = Make(new() { FrameTimeout = TimeSpan.FromHours(1), IdleTimeout = Timeout.InfiniteTimeSpan });
        await using ModbusClient good = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port, new ModbusClientOptions { ResponseTimeout = TimeSpan.FromMinutes(1) });
        using Socket greedy = await ConnectAsync(server);

        byte[] requests = [.. Enumerable.Range(0, 2_000).SelectMany(i => ReadRequest(i, 125))];
        Task sending = Task.Run(async () =>
        {
            while (await TrySendAsync(greedy, requests))
            {
                // until the server has closed
            }
        });
        while (server.Statistics.AcceptedConnections < 2)
            await Task.Yield();
        while (server.Statistics.OpenConnections > 1)
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // it takes nothing for 10 s, unless the limit comes first
            ushort[] registers = await good.ReadHoldingRegistersAsync(1, 0, 1);
            Assert.Equal(0, registers[0]);
        }

        await sending;
        Assert.Contains(
            _logger.Entries,
            entry => entry.Id.Id == 101 && (entry.Message.Contains("more than the limit of 1048576", StringComparison.Ordinal) || entry.Message.Contains("took no octets for 10 s", StringComparison.Ordinal)));
    }

    [Fact(Timeout = Patience)]
    public async Task Client_ThatAsksForMoreThanMayWait_IsClosed()
    {
        ModbusServer server = Make(new() { MaxPendingOutput = 1024 });
        using Socket client = await ConnectAsync(server);

        await client.SendAsync((byte[])[.. Enumerable.Range(0, 20).SelectMany(i => ReadRequest(i, 125))]);
        while (await client.ReceiveAsync(new byte[8192]) > 0)
        {
            // what was answered before the limit
        }

        client.Shutdown(SocketShutdown.Send);
        await EndsAsync(server);
        Assert.Contains("more than the limit of 1024", Assert.Single(_logger.Entries, entry => entry.Id.Id == 101).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Client_ThatHasEndedItsSide_GetsTheAnswersOfAllItAsked()
    {
        ModbusServer server = Make(new());
        using Socket client = await ConnectAsync(server);

        await client.SendAsync((byte[])[.. Enumerable.Range(0, 500).SelectMany(i => ReadRequest(i, 125))]);
        client.Shutdown(SocketShutdown.Send);
        byte[] block = new byte[8192];
        int received = 0;
        int count;
        while ((count = await client.ReceiveAsync(block)) > 0)
            received += count;

        Assert.Equal(500 * 259, received);
    }

    [Fact(Timeout = Patience)]
    public async Task OnWrite_HandlerThatIsSlow_IsNamed_AndAgainWhenTwiceAsSlow()
    {
        ModbusServer server = Make(new());
        ModbusUnit unit = server.AddUnit(2);
        server.AddUnit(3).OnWrite(_ => { });
        unit.OnWrite(SlowHandler);
        unit.OnWrite(OtherHandler); // named for itself, though the other was slower
        await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port);

        foreach (ushort milliseconds in (ushort[])[100, 150, 290, 310])
            await client.WriteSingleRegisterAsync(2, 7, milliseconds);
        await client.WriteSingleRegisterAsync(3, 7, 1);

        Assert.Equal(
            [
                $"Unit 2: handler {nameof(ModbusServerLimitTests)}.{nameof(SlowHandler)} took 150 ms over a write to HoldingRegisters at 7; its client stands still meanwhile; said again when it takes twice as long",
                $"Unit 2: handler {nameof(ModbusServerLimitTests)}.{nameof(OtherHandler)} took 101 ms over a write to HoldingRegisters at 7; its client stands still meanwhile; said again when it takes twice as long",
                $"Unit 2: handler {nameof(ModbusServerLimitTests)}.{nameof(SlowHandler)} took 310 ms over a write to HoldingRegisters at 7; its client stands still meanwhile; said again when it takes twice as long",
            ],
            _logger.Entries.Where(entry => entry.Id.Id == 201).Select(entry => entry.Message));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void Tables_AddressOutside_IsRefused(int address)
    {
        ModbusUnit unit = new ModbusServer().AddUnit(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => unit.Coils[address]);
        Assert.Throws<ArgumentOutOfRangeException>(() => unit.DiscreteInputs[address] = true);
        Assert.Throws<ArgumentOutOfRangeException>(() => unit.HoldingRegisters.Read(address, new ushort[2]));
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => unit.InputRegisters.Write(address, 1.5));
        Assert.Contains("0 to 65535", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Disposal_WhenOneListenerThrows_StillEndsTheOthers()
    {
        var server = new ModbusServer();
        var broken = new BrokenListener();
        server.Listen(broken);
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint endPoint = server.LocalEndPoint!;

        await Assert.ThrowsAsync<IOException>(async () => await server.DisposeAsync());

        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(async () => await client.ConnectAsync(endPoint));
    }

    private static byte[] ReadRequest(int transactionId, int count) =>
        [(byte)(transactionId >> 8), (byte)transactionId, 0, 0, 0, 6, 1, 3, 0, 0, 0, (byte)count];

    private static async Task<Socket> ConnectAsync(ModbusServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.LocalEndPoint!);
        return socket;
    }

    private static async Task<bool> TrySendAsync(Socket socket, byte[] octets)
    {
        try
        {
            await socket.SendAsync(octets);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void SlowHandler(ModbusChange change) => _time.Advance(TimeSpan.FromMilliseconds(change.Registers.Span[0]));

    private void OtherHandler(ModbusChange change) => _time.Advance(TimeSpan.FromMilliseconds(change.Registers.Span[0] == 290 ? 101 : 1));

    /// <summary>Waits until no connection is open; a close in order that waits for its peer is given its time.</summary>
    private async Task EndsAsync(ModbusServer server)
    {
        while (server.Statistics.OpenConnections > 0)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private ModbusServer Make(ModbusServerOptions options)
    {
        options.TimeProvider = _time;
        options.Logger = _logger;
        var server = new ModbusServer(options);
        _servers.Add(server);
        server.AddUnit(1);
        server.Listen(Busbar.Sockets.SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), timeProvider: _time));
        return server;
    }

    private sealed class BrokenListener : IConnectionListener
    {
        public EndPoint LocalEndPoint => new UnixDomainSocketEndPoint("nowhere");

        public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }

        public ValueTask DisposeAsync() => throw new IOException("cannot remove the file");
    }
}
