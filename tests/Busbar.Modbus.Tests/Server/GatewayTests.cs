using System.Net;
using System.Net.Sockets;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

/// <summary>Requests that go on to another transport: whose they are, in which order they go, and what comes back when nobody answers there.</summary>
public sealed class GatewayTests : IAsyncDisposable
{
    private const int Patience = 30_000;

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _device = new();
    private readonly ModbusClient _client;
    private readonly List<IAsyncDisposable> _others = [];
    private readonly List<Socket> _callers = [];
    private ModbusServer _server = new();

    public GatewayTests() => _client = new ModbusClient(_device, new() { ReadRetries = 0, TimeProvider = _time });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (Socket caller in _callers)
            caller.Dispose();
        await _server.DisposeAsync();
        await _client.DisposeAsync();
        await _device.DisposeAsync();
        foreach (IAsyncDisposable other in _others)
            await other.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Request_GoesOnUnderAnotherUnit_AndItsAnswerComesBackUnderTheCallersNames()
    {
        Socket caller = await CallAsync(server => server.Route(5, _client, unit: 7));

        await SendAsync(caller, "ABCD 0000 0006 05 03 0010 0001");
        await _device.AcceptAsync();
        await _device.ExpectsAsync("0001 0000 0006 07 03 0010 0001");
        await _device.RepliesAsync("0001 0000 0005 07 03 02 00 09");

        await ExpectAsync(caller, "ABCD 0000 0005 05 03 02 00 09");
        Assert.Equal((1, 1, 0), (_server.Statistics.Requests, _server.Statistics.Forwarded, _server.Statistics.Exceptions));
    }

    [Fact(Timeout = Patience)]
    public async Task AnswersInAnotherOrder_ReachWhoAsked()
    {
        await using var client = new ModbusClient(_device, new() { MaxInFlight = 4, TimeProvider = _time });
        Socket caller = await CallAsync(server => server.Route(5, client));

        await SendAsync(caller, "000A 0000 0006 05 03 0000 0001" + "000B 0000 0006 05 03 0001 0001");
        await _device.AcceptAsync();
        await _device.ExpectsAsync("0001 0000 0006 05 03 0000 0001" + "0002 0000 0006 05 03 0001 0001");
        await _device.RepliesAsync("0002 0000 0005 05 03 02 00 02");
        await ExpectAsync(caller, "000B 0000 0005 05 03 02 00 02");
        await _device.RepliesAsync("0001 0000 0005 05 03 02 00 01");

        await ExpectAsync(caller, "000A 0000 0005 05 03 02 00 01");
    }

    [Fact(Timeout = Patience)]
    public async Task DevicesOwnException_ComesBackAsItIs()
    {
        Socket caller = await CallAsync(server => server.Route(5, _client));

        await SendAsync(caller, "000A 0000 0006 05 03 0000 0001");
        await _device.AcceptAsync();
        await _device.ExpectsAsync("0001 0000 0006 05 03 0000 0001");
        await _device.RepliesAsync("0001 0000 0003 05 83 77");

        await ExpectAsync(caller, "000A 0000 0003 05 83 77");
    }

    [Fact(Timeout = Patience)]
    public async Task NobodyToConnectTo_Is0A_AndUnitsThatAreNotRoutedAreToo()
    {
        _device.RefusesWith = new IOException("no way");
        Socket caller = await CallAsync(server => server.Route(5, _client));

        await SendAsync(caller, "000A 0000 0006 05 03 0000 0001");
        await ExpectAsync(caller, "000A 0000 0003 05 83 0A");
        await SendAsync(caller, "000B 0000 0006 06 03 0000 0001");
        await ExpectAsync(caller, "000B 0000 0003 06 83 0A");
    }

    [Fact(Timeout = Patience)]
    public async Task DeviceThatDoesNotAnswer_Is0B_AndTheNextRequestWorks()
    {
        Socket caller = await CallAsync(server => server.Route(5, _client));

        await SendAsync(caller, "000A 0000 0006 05 03 0000 0001" + "000B 0000 0006 05 04 0000 0001");
        await _device.AcceptAsync();
        await _device.ExpectsAsync("0001 0000 0006 05 03 0000 0001");
        _time.Advance(TimeSpan.FromSeconds(1));
        await ExpectAsync(caller, "000A 0000 0003 05 83 0B");
        await _device.ExpectsAsync("0002 0000 0006 05 04 0000 0001");
        await _device.RepliesAsync("0001 0000 0005 05 03 02 FF FF" + "0002 0000 0005 05 04 02 00 07"); // the late one is nobody's

        await ExpectAsync(caller, "000B 0000 0005 05 04 02 00 07");
    }

    [Fact(Timeout = Patience)]
    public async Task DeviceThatGoesAway_Is0B()
    {
        Socket caller = await CallAsync(server => server.Route(5, _client));

        await SendAsync(caller, "000A 0000 0006 05 06 0000 0001");
        await _device.AcceptAsync();
        await _device.ExpectsAsync("0001 0000 0006 05 06 0000 0001");
        await _device.EndsAsync();

        await ExpectAsync(caller, "000A 0000 0003 05 86 0B");
    }

    [Theory(Timeout = Patience)]
    [InlineData("000A 0000 0006 05 03 0000 0000", "83 03")]
    [InlineData("000A 0000 0004 05 06 0000", "86 03")]
    [InlineData("000A 0000 0002 05 00", "80 01")]
    [InlineData("000A 0000 0002 05 83", "83 01")]
    public async Task RequestThatIsNone_DoesNotGoOn(string request, string refusal)
    {
        Socket caller = await CallAsync(server => server.Route(5, _client));

        await SendAsync(caller, request);

        await ExpectAsync(caller, "000A 0000 0003 05" + refusal);
        Assert.Equal((0, 0), (_device.Attempts, _server.Statistics.Forwarded));
    }

    [Fact(Timeout = Patience)]
    public async Task Callers_TakeTurns()
    {
        Socket greedy = await CallAsync(server => server.Route(5, _client));
        Socket other = await CallAsync();
        await SendAsync(greedy, string.Concat(Enumerable.Range(1, 5).Select(i => $"000{i} 0000 0006 05 03 000{i} 0001")));
        await ForwardedAsync(5);
        await SendAsync(other, "000A 0000 0006 05 03 000A 0001");
        await ForwardedAsync(6);

        await _device.AcceptAsync();
        byte[] addresses = [1, 2, 10, 3, 4, 5];
        for (byte i = 0; i < addresses.Length; i++)
        {
            await _device.ExpectsAsync($"000{i + 1} 0000 0006 05 03 00{addresses[i]:X2} 0001");
            await _device.RepliesAsync($"000{i + 1} 0000 0005 05 03 02 00 {addresses[i]:X2}");
        }

        await ExpectAsync(other, "000A 0000 0005 05 03 02 00 0A");
        await ExpectAsync(greedy, string.Concat(Enumerable.Range(1, 5).Select(i => $"000{i} 0000 0005 05 03 02 00 0{i}")));
    }

    [Fact(Timeout = Patience)]
    public async Task CallerWithAsManyUnderWayAsItMay_IsToldToWait_AndOthersAreNot()
    {
        Socket greedy = await CallAsync(server => server.Route(5, _client), new() { MaxForwarded = 2 });
        Socket other = await CallAsync();

        await SendAsync(greedy, string.Concat(Enumerable.Range(1, 3).Select(i => $"000{i} 0000 0006 05 03 000{i} 0001")));
        await ExpectAsync(greedy, "0003 0000 0003 05 83 06");
        await SendAsync(other, "000A 0000 0006 05 03 000A 0001");
        await ForwardedAsync(3);

        Assert.Equal(1, _server.Statistics.Exceptions);
    }

    [Fact(Timeout = Patience)]
    public async Task CallerThatGoesAway_KeepsNobodyWaiting_AndWhatItHadNotSentIsNotAsked()
    {
        Socket gone = await CallAsync(server => server.Route(5, _client));
        Socket other = await CallAsync();
        await SendAsync(gone, string.Concat(Enumerable.Range(1, 3).Select(i => $"000{i} 0000 0006 05 06 000{i} 0001")));
        await _device.AcceptAsync();
        await _device.ExpectsAsync("0001 0000 0006 05 06 0001 0001");
        await ForwardedAsync(3);
        await SendAsync(other, "000A 0000 0006 05 03 000A 0001");
        await ForwardedAsync(4);
        gone.Close();
        while (_server.Statistics.OpenConnections > 1)
            await Task.Yield();

        await _device.RepliesAsync("0001 0000 0006 05 06 0001 0001");
        await _device.ExpectsAsync("0002 0000 0006 05 03 000A 0001");
        await _device.RepliesAsync("0002 0000 0005 05 03 02 00 07");

        await ExpectAsync(other, "000A 0000 0005 05 03 02 00 07");
    }

    [Fact(Timeout = Patience)]
    public async Task WriteToAllUnits_GoesToAllLines_AndToTheServersOwn_AndNobodyAnswers()
    {
        (ScriptedPeer first, ModbusClient toFirst) = Line();
        (ScriptedPeer second, ModbusClient toSecond) = Line();
        ModbusUnit? own = null;
        Socket caller = await CallAsync(server =>
        {
            own = server.AddUnit(9);
            server.Route(0, toFirst);
            server.Route(0, toSecond);
            server.Route(5, toFirst);
        });

        await SendAsync(caller, "000A 0000 0006 00 06 0001 0002" + "000B 0000 0006 00 03 0001 0001" + "000C 0000 0006 09 03 0001 0001");
        await first.AcceptAsync();
        await first.ExpectsAsync("00 06 00 01 00 02 58 1A");
        await second.AcceptAsync();
        await second.ExpectsAsync("00 06 00 01 00 02 58 1A");

        await ExpectAsync(caller, "000B 0000 0003 00 83 01" + "000C 0000 0005 09 03 02 00 02"); // nobody could answer the read: it is refused
        Assert.Equal(2, own!.HoldingRegisters[1]);
        Assert.Equal(1, _server.Statistics.Unanswered);
    }

    [Fact(Timeout = Patience)]
    public async Task Line_ToTheNetwork_IsAnswered_AndALateAnswerIsNotTakenForTheNext()
    {
        Socket master = await CallAsync(server => server.Route(5, _client, unit: 1), new() { Framing = ModbusFraming.Rtu });

        await SendAsync(master, Rtu("05 03 0000 0001"));
        await _device.AcceptAsync();
        await _device.ExpectsAsync("0001 0000 0006 01 03 0000 0001");
        await _device.RepliesAsync("0001 0000 0005 01 03 02 00 07");
        await ExpectAsync(master, Rtu("05 03 02 00 07"));

        await SendAsync(master, Rtu("05 03 0000 0001"));
        await _device.ExpectsAsync("0002 0000 0006 01 03 0000 0001");
        await SendAsync(master, Rtu("05 03 0001 0001")); // it waited long enough
        await ForwardedAsync(3);
        await _device.RepliesAsync("0002 0000 0005 01 03 02 FF FF");
        await _device.ExpectsAsync("0003 0000 0006 01 03 0001 0001");
        await _device.RepliesAsync("0003 0000 0005 01 03 02 00 08");
        await ExpectAsync(master, Rtu("05 03 02 00 08"));
    }

    [Fact]
    public void WrongRoutes_Throw()
    {
        _server.AddUnit(1);
        _server.Route(5, _client);

        Assert.Throws<InvalidOperationException>(() => _server.Route(1, _client));
        Assert.Throws<InvalidOperationException>(() => _server.Route(5, _client));
        Assert.Throws<InvalidOperationException>(() => _server.AddUnit(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => _server.Route(256, _client));
        Assert.Throws<ArgumentOutOfRangeException>(() => _server.Route(6, _client, unit: -1));
        Assert.Throws<ArgumentNullException>(() => _server.Route(6, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModbusServer(new() { MaxForwarded = 0 }));
    }

    private static string Rtu(string hex)
    {
        byte[] octets = Hex.Parse(hex);
        var adu = new byte[octets.Length + 2];
        RtuCodec.Encode(adu, octets[0], octets.AsSpan(1));
        return Hex.Format(adu);
    }

    private static async Task SendAsync(Socket caller, string hex) => await caller.SendAsync(Hex.Parse(hex), Token);

    private static async Task ExpectAsync(Socket caller, string hex)
    {
        byte[] expected = Hex.Parse(hex);
        var received = new byte[expected.Length];
        for (int at = 0; at < received.Length;)
        {
            int count = await caller.ReceiveAsync(received.AsMemory(at), Token);
            Assert.NotEqual(0, count);
            at += count;
        }

        Assert.Equal(Hex.Format(expected), Hex.Format(received));
    }

    private (ScriptedPeer Peer, ModbusClient Client) Line()
    {
        var peer = new ScriptedPeer();
        var client = new ModbusClient(peer, new() { Framing = ModbusFraming.Rtu, TimeProvider = _time });
        _others.Add(client);
        _others.Add(peer);
        return (peer, client);
    }

    private async Task<Socket> CallAsync(Action<ModbusServer>? setUp = null, ModbusServerOptions? options = null)
    {
        if (setUp is not null)
        {
            _server = new ModbusServer(options);
            setUp(_server);
            await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0), Token);
        }

        var caller = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _callers.Add(caller);
        await caller.ConnectAsync(_server.LocalEndPoint!, Token);
        return caller;
    }

    private async Task ForwardedAsync(long count)
    {
        while (_server.Statistics.Forwarded < count)
            await Task.Yield();
    }
}
