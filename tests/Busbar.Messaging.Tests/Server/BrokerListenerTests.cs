using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using Busbar.Links;
using Busbar.Sockets;
using Busbar.Sockets.Tests;
using Busbar.Testing;
using Microsoft.Extensions.Logging;

namespace Busbar.Messaging.Tests;

/// <summary>The listener on real sockets.</summary>
public sealed class BrokerListenerTests : IAsyncDisposable
{
    private readonly RecordingLogger _log = new();
    private readonly Broker _broker = new();
    private readonly BrokerServer _server;

    public BrokerListenerTests() => _server = new BrokerServer(_broker, new BrokerServerOptions { Logger = _log });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _broker.Dispose();
    }

    [Fact]
    public async Task Tcp_ListensOnLoopback_AndEndsWithAReason()
    {
        BrokerListener listener = BrokerListener.Listen(_server, 0);
        var lost = Channel.CreateUnbounded<string>();
        await using BrokerClient client = await BrokerClient.ConnectAsync("127.0.0.1", PortOf(listener), TellLost(lost), TestContext.Current.CancellationToken);

        await ExchangeAsync(client);
        Assert.Equal((1, 1L), (listener.OpenConnections, listener.AcceptedConnections));
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint).Address);
        await listener.DisposeAsync();

        Assert.Equal("closed with 1001: the server stops", await lost.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _server.SessionCount); // it may come back elsewhere
    }

    [Fact]
    public async Task Tls_IsSpoken_WhenThereIsACertificate_AndAnUnknownOneIsRefused()
    {
        using X509Certificate2 certificate = Certificates.For("broker.example");
        await using BrokerListener listener = BrokerListener.Listen(_server, 0, new() { Tls = new() { ServerCertificate = certificate } });
        var trusting = new SslClientAuthenticationOptions { TargetHost = "broker.example", CertificateChainPolicy = Certificates.Trusting(certificate) };
        await using BrokerClient client = await BrokerClient.ConnectAsync(TcpConnector.ToTls("127.0.0.1", PortOf(listener), trusting), cancellationToken: TestContext.Current.CancellationToken);

        await ExchangeAsync(client);
        await Assert.ThrowsAsync<ConnectException>(() => BrokerClient.ConnectAsync(TcpConnector.ToTls("127.0.0.1", PortOf(listener)), cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task UnixSocket_IsSpoken()
    {
        string path = Path.Combine(Path.GetTempPath(), $"busbar-{Guid.NewGuid():N}.socket");
        await using BrokerListener listener = BrokerListener.Listen(_server, new UnixDomainSocketEndPoint(path));
        await using BrokerClient client = await BrokerClient.ConnectAsync(UnixConnector.To(path), cancellationToken: TestContext.Current.CancellationToken);

        await ExchangeAsync(client);
    }

    [Fact]
    public async Task BeyondLoopback_WithoutTlsAndKey_IsWarnedOf()
    {
        await using (BrokerListener.Listen(_server, 0))
            Assert.DoesNotContain(_log.Entries, static entry => entry.Level == LogLevel.Warning);
        await using BrokerListener open = BrokerListener.Listen(_server, new IPEndPoint(IPAddress.Any, 0));

        string[] warnings = [.. _log.Entries.Where(static entry => entry.Level == LogLevel.Warning).Select(static entry => entry.Message)];
        Assert.Equal(2, warnings.Length);
        Assert.Contains("plain text", warnings[0], StringComparison.Ordinal);
        Assert.Contains("may read and publish", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreConnectionsThanMayBe_AreClosedAtOnce()
    {
        await using BrokerListener listener = BrokerListener.Listen(_server, 0, new() { MaxConnections = 1 });
        await using BrokerClient client = await BrokerClient.ConnectAsync("127.0.0.1", PortOf(listener), cancellationToken: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ConnectException>(() => BrokerClient.ConnectAsync("127.0.0.1", PortOf(listener), cancellationToken: TestContext.Current.CancellationToken));
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task AClientThatNeverReads_HarmsNobody_AndGetsTheLatestStateWhenItDoes()
    {
        await using BrokerListener listener = BrokerListener.Listen(_server, 0);
        Topic state = _broker.GetTopic("s", TopicKind.State);
        await using BrokerClient healthy = await BrokerClient.ConnectAsync("127.0.0.1", PortOf(listener), cancellationToken: TestContext.Current.CancellationToken);
        var heard = Channel.CreateUnbounded<int>();
        using JoinedGroup group = await healthy.JoinAsync("s", (in message) => heard.Writer.TryWrite(message.Payload.Length), cancellationToken: TestContext.Current.CancellationToken);
        TestClient stalled = await TestClient.HelloAsync(() => Carrier(listener));
        await stalled.JoinAsync("s");
        stalled.Transport.Fill();

        const int Count = 2000;
        for (int i = 1; i <= Count; i++)
            state.Publish(Encoding.UTF8.GetBytes($"\"{new string('x', 32 * 1024)}{i}\"")); // far more than sockets hold
        for (int length = 0; length < (32 * 1024) + 6;)
            length = await heard.Reader.ReadAsync(TestContext.Current.CancellationToken);
        long held = _broker.Pool.Outstanding;
        stalled.Transport.Empty();
        string last;
        do
            last = (await stalled.MessagesAsync(1))[^1];
        while (!last.EndsWith("x2000", StringComparison.Ordinal));

        Assert.InRange(held, 0, 1100); // what is not acknowledged, and little more
    }

    [Fact]
    public async Task AClientWhoseConnectionBreaksTenTimes_LosesAndDoublesNothing()
    {
        const int Count = 20_000;
        await using var server = new BrokerServer(_broker, new() { MaxUnacknowledged = Count, MaxUnacknowledgedBytes = 1 << 30 });
        await using BrokerListener listener = BrokerListener.Listen(server, 0);
        var connector = new BreakingConnector(TcpConnector.To("127.0.0.1", PortOf(listener)));
        var gaps = Channel.CreateUnbounded<BrokerGap>();
        var options = new BrokerClientOptions
        {
            MaxQueued = Count,
            Reconnect = new ReconnectOptions { InitialDelay = TimeSpan.Zero, MaximumDelay = TimeSpan.FromMilliseconds(1) },
            OnGap = gap =>
            {
                gaps.Writer.TryWrite(gap);
                return default;
            },
        };
        await using BrokerClient client = await BrokerClient.ConnectAsync(connector, options, TestContext.Current.CancellationToken);
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        long heard = 0;
        using JoinedGroup group = await client.JoinAsync("t", Hear, cancellationToken: TestContext.Current.CancellationToken);

        Task publishing = Task.Run(() =>
        {
            for (int i = 1; i <= Count; i++)
            {
                _broker.Publish("t", "1"u8);
                if (i % 100 == 0)
                    Thread.Yield();
            }
        });
        for (int round = 1; round <= 10; round++)
        {
            while (Volatile.Read(ref heard) < round * Count / 11)
                await Task.Yield();
            connector.Break();
        }

        await publishing;
        Assert.Equal("in order", await done.Task.WaitAsync(TestContext.Current.CancellationToken));
        Assert.False(gaps.Reader.TryRead(out _));

        void Hear(in BorrowedMessage message)
        {
            if (message.Sequence != Interlocked.Increment(ref heard))
                done.TrySetResult($"{message.Sequence} came as number {heard}");
            else if (message.Sequence == Count)
                done.TrySetResult("in order");
        }
    }

    [Fact]
    public void WrongUse_ThrowsAtTheCall()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BrokerListener.Listen(_server, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BrokerListener.Listen(_server, 0, new() { MaxConnections = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BrokerListener.Listen(_server, 0, new() { OpenTimeout = TimeSpan.Zero }));
    }

    private static int PortOf(BrokerListener listener) => ((IPEndPoint)listener.LocalEndPoint).Port;

    private static BrokerClientOptions TellLost(Channel<string> lost) => new()
    {
        OnDisconnected = reason =>
        {
            lost.Writer.TryWrite(reason);
            return default;
        },
    };

    private static BinaryTestCarrier Carrier(BrokerListener listener)
    {
        var socket = new TcpClient();
        socket.Connect(IPAddress.Loopback, PortOf(listener));
        return new BinaryTestCarrier(new StreamConnection(socket.GetStream(), "test"));
    }

    private static async Task ExchangeAsync(BrokerClient client)
    {
        var heard = Channel.CreateUnbounded<string>();
        using JoinedGroup group = await client.JoinAsync("t", (in message) => heard.Writer.TryWrite(Encoding.UTF8.GetString(message.Payload)), cancellationToken: TestContext.Current.CancellationToken);
        await client.PublishAsync("t", "41.7"u8.ToArray(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("41.7", await heard.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    private sealed class BreakingConnector(IConnector connector) : IConnector
    {
        private Connection? _last;

        public string Target => connector.Target;

        public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken) => _last = await connector.ConnectAsync(cancellationToken);

        public void Break() => _last!.Abort(CloseReason.Local("the network broke"));
    }
}
