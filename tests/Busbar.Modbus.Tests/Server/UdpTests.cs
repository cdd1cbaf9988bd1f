using System.Net;
using System.Net.Sockets;
using Busbar.Sockets;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

/// <summary>One datagram, one ADU: what is split or lost is never joined nor mistaken.</summary>
public sealed class UdpTests : IAsyncDisposable
{
    private const int Patience = 30_000;

    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private readonly ManualTimeProvider _time = new();
    private ModbusServer _server = new();
    private readonly Socket _peer = new(SocketType.Dgram, ProtocolType.Udp);

    public UdpTests() => _peer.Bind(AnyPort);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _server.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Tcp)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task ClientAndServer_ReadAndWrite(ModbusFraming framing)
    {
        await using var server = new ModbusServer(new() { Framing = framing });
        ModbusUnit unit = server.AddUnit(1);
        await server.ListenUdpAsync(AnyPort, Token);
        await using var client = new ModbusClient(UdpConnector.To("127.0.0.1", server.LocalEndPoint!.Port), new() { Framing = framing, MaxInFlight = 16 });

        await client.WriteMultipleRegistersAsync(1, 0, new ushort[] { 1, 2, 3 }, Token);
        ushort[][] read = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.ReadHoldingRegistersAsync(1, 0, 3, Token).AsTask()));

        Assert.All(read, registers => Assert.Equal([1, 2, 3], registers));
        Assert.Equal(2, unit.HoldingRegisters[1]);
        Assert.Equal((1, 0), (server.Statistics.OpenConnections, server.Statistics.SkippedFrames));
    }

    [Theory(Timeout = Patience)]
    [InlineData("0001 0000 0006 01 03")] // its other half is another datagram
    [InlineData("0001 0000 0001 01 03 0000 0001")]
    [InlineData("0001 0000 0FFF 01 03 0000 0001")]
    [InlineData("0001 0001 0006 01 03 0000 0001")]
    [InlineData("00")]
    public async Task Server_DatagramThatIsNoAdu_IsDroppedAndCounted_AndTheNextAnswered(string datagram)
    {
        await ServeAsync();

        await _peer.SendAsync(Hex.Parse(datagram), Token);
        await _peer.SendAsync(Hex.Parse("0000 0001"), Token);
        await _peer.SendAsync(Hex.Parse("0002 0000 0006 01 03 0000 0001"), Token);

        Assert.Equal("00 02 00 00 00 05 01 03 02 00 07", await ReceiveAsync());
        Assert.Equal((2, 1, 1), (_server.Statistics.SkippedFrames, _server.Statistics.Requests, _server.Statistics.OpenConnections));
    }

    [Fact(Timeout = Patience)]
    public async Task Server_DatagramWithMoreBehindTheAdu_IsAnswered_AndTheRestDropped()
    {
        await ServeAsync();

        await _peer.SendAsync(Hex.Parse("0001 0000 0006 01 03 0000 0001" + "0002 0000"), Token);

        Assert.Equal("00 01 00 00 00 05 01 03 02 00 07", await ReceiveAsync());
        Assert.Equal(1, _server.Statistics.SkippedFrames);
    }

    [Fact(Timeout = Patience)]
    public async Task Server_RequestsOfOneDatagram_AreAnsweredByOneDatagramEach()
    {
        await ServeAsync();

        await _peer.SendAsync(Hex.Parse("0001 0000 0006 01 03 0000 0001" + "0002 0000 0006 01 03 0001 0001"), Token);

        Assert.Equal("00 01 00 00 00 05 01 03 02 00 07", await ReceiveAsync());
        Assert.Equal("00 02 00 00 00 05 01 03 02 00 00", await ReceiveAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Server_WithAsManyPeersAsItMayHave_ServesTheNextInThePlaceOfTheMostSilent()
    {
        await using var server = new ModbusServer(new() { MaxConnections = 2 });
        server.AddUnit(1).HoldingRegisters[0] = 7;
        await server.ListenUdpAsync(AnyPort, Token);
        for (int i = 0; i < 20; i++)
        {
            await using var client = new ModbusClient(UdpConnector.To("127.0.0.1", server.LocalEndPoint!.Port), new() { ResponseTimeout = TimeSpan.FromSeconds(20) });
            Assert.Equal([7], await client.ReadHoldingRegistersAsync(1, 0, 1, Token)); // each from a port of its own
        }

        Assert.Equal(20, server.Statistics.Requests);
    }

    [Fact(Timeout = Patience)]
    public async Task Client_AnswerThatIsLost_TimesOut_AndALateOneReachesNobody()
    {
        await using ModbusClient client = Client();
        Task<ushort[]> lost = client.ReadHoldingRegistersAsync(1, 0, 1, Token).AsTask();
        EndPoint asking = await ReceiveFromAsync("00 01 00 00 00 06 01 03 00 00 00 01");
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => lost);

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 0, 1, Token).AsTask();
        await ReceiveFromAsync("00 02 00 00 00 06 01 03 00 00 00 01");
        await _peer.SendToAsync(Hex.Parse("0001 0000 0005 01 03 02 FF FF"), asking);
        await _peer.SendToAsync(Hex.Parse("0002 0000 0005 01 03 02 00 07"), asking);

        Assert.Equal([7], await next);
        Assert.Equal((1, 1, 0), (client.Statistics.LateAnswers, client.Statistics.Timeouts, client.Statistics.SkippedFrames));
    }

    [Theory(Timeout = Patience)]
    [InlineData("0001 0000 0005 01 03 02 00")]
    [InlineData("0001 0000 0001 01 03 02 00 07")]
    [InlineData("00")]
    public async Task Client_DatagramThatIsNoAdu_IsDroppedAndCounted_AndTheAnswerTaken(string datagram)
    {
        await using ModbusClient client = Client();
        Task<ushort[]> read = client.ReadHoldingRegistersAsync(1, 0, 1, Token).AsTask();
        EndPoint asking = await ReceiveFromAsync("00 01 00 00 00 06 01 03 00 00 00 01");

        await _peer.SendToAsync(Hex.Parse(datagram), asking);
        await _peer.SendToAsync(Hex.Parse("0001 0000 0005 01 03 02 00 07"), asking);

        Assert.Equal([7], await read);
        Assert.Equal(1, client.Statistics.SkippedFrames);
    }

    [Fact(Timeout = Patience)]
    public async Task RtuServer_DatagramThatIsNotWhole_IsNotJoinedWithTheNext()
    {
        await ServeAsync(ModbusFraming.Rtu);

        await _peer.SendAsync(Hex.Parse("01 03 00 00"), Token);
        await _peer.SendAsync(Hex.Parse("01 03 00 00 00 01 84 0A"), Token);

        Assert.Equal("01 03 02 00 07 F9 86", await ReceiveAsync());
        Assert.Equal(1, _server.Statistics.Requests);
    }

    [Fact(Timeout = 4 * Patience)]
    public async Task Read_OverUdp_AllocatesNothing()
    {
        await using var server = new ModbusServer();
        server.AddUnit(1);
        await server.ListenUdpAsync(AnyPort, Token);
        await using var client = new ModbusClient(UdpConnector.To("127.0.0.1", server.LocalEndPoint!.Port), new() { ResponseTimeout = TimeSpan.FromSeconds(30) });
        var registers = new ushort[125];

        long bytes = await Allocations.OfTheProcessAsync(() => client.ReadHoldingRegistersAsync(1, 0, registers.AsMemory()));

        Assert.Equal(0, bytes);
    }

    private ModbusClient Client() => new(
        UdpConnector.To("127.0.0.1", ((IPEndPoint)_peer.LocalEndPoint!).Port), new() { ReadRetries = 0, TimeProvider = _time });

    private async Task ServeAsync(ModbusFraming framing = ModbusFraming.Tcp)
    {
        _server = new ModbusServer(new() { Framing = framing });
        _server.AddUnit(1).HoldingRegisters[0] = 7;
        await _server.ListenUdpAsync(AnyPort, Token);
        await _peer.ConnectAsync(_server.LocalEndPoint!, Token);
    }

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[1024];
        return Hex.Format(buffer.AsSpan(0, await _peer.ReceiveAsync(buffer, Token)));
    }

    private async Task<EndPoint> ReceiveFromAsync(string expected)
    {
        var buffer = new byte[1024];
        SocketReceiveFromResult received = await _peer.ReceiveFromAsync(buffer, SocketFlags.None, AnyPort, Token);
        Assert.Equal(expected, Hex.Format(buffer.AsSpan(0, received.ReceivedBytes)));
        return received.RemoteEndPoint;
    }
}
