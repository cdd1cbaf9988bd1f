using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Sockets.Tests;

/// <summary>Who is let in over TLS, and what becomes of those who are not.</summary>
public sealed class TlsTests : IDisposable
{
    private const int Patience = 30_000;

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _logger = new();
    private readonly X509Certificate2 _server = Certificates.For("localhost");
    private readonly X509Certificate2 _client = Certificates.For("client");

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_CertificateOfTheHostAndTrusted_IsServed()
    {
        await using LinkServer<EchoSession> server = Listen();
        await using Connection connection = await Connector(server, "localhost").ConnectAsync();

        Assert.Equal([1, 2], await ExchangeAsync(connection, [1, 2]));
        Assert.Equal(_server.Thumbprint, connection.PeerCertificate!.Thumbprint);
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_CertificateOfAnotherHost_IsRefused()
    {
        await using LinkServer<EchoSession> server = Listen();

        ConnectException refusal = await Assert.ThrowsAsync<ConnectException>(async () => await Connector(server, "127.0.0.1").ConnectAsync());

        Assert.Contains("RemoteCertificateNameMismatch", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_TwoHostsWithOneOptionsObject_ChecksEachAgainstItsOwnName()
    {
        await using LinkServer<EchoSession> server = Listen();
        SslClientAuthenticationOptions shared = Trusting();
        TcpConnector.ToTls("other.example", 802, shared);

        await using Connection connection = await TcpConnector.ToTls("localhost", Port(server), shared, timeProvider: _time).ConnectAsync();

        Assert.Equal([3], await ExchangeAsync(connection, [3]));
    }

    [Fact(Timeout = Patience)]
    public async Task Client_WithTheCertificateTheServerTrusts_IsServed()
    {
        await using LinkServer<EchoSession> server = Listen(mutual: true);
        await using Connection connection = await Connector(server, "localhost", _client).ConnectAsync();

        Assert.Equal([1], await ExchangeAsync(connection, [1]));
        Assert.Equal(_client.Thumbprint, Assert.Single(server.Links).Connection.PeerCertificate!.Thumbprint);
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)] // gives none
    [InlineData(true)] // gives one that is not trusted
    public async Task Client_WithoutTheCertificateTheServerTrusts_IsNotServedAndCounted(bool givesOne)
    {
        await using LinkServer<EchoSession> server = Listen(mutual: true);
        using X509Certificate2 stranger = Certificates.For("client");

        await Assert.ThrowsAnyAsync<IOException>(async () => // at the connect, or with TLS 1.3 at the first exchange
        {
            await using Connection connection = await Connector(server, "localhost", givesOne ? stranger : null).ConnectAsync();
            if ((await ExchangeAsync(connection, [1])).Length == 0)
                throw new IOException("ended");
        });

        while (server.OpenConnections > 0)
            await Task.Yield();
        Assert.Equal((1L, 1), (server.FailedConnections, _logger.Entries.Count(entry => entry.Id.Id == 121)));
    }

    [Fact(Timeout = Patience)]
    public async Task Peer_ThatConnectsAndSaysNothing_LosesItsPlaceInTime()
    {
        await using LinkServer<EchoSession> server = Listen(maxConnections: 1);
        using Socket silent = await ConnectAsync(server);
        while (_time.PendingTimers == 0)
            await Task.Yield();

        _time.Advance(TimeSpan.FromSeconds(10));
        while (server.OpenConnections > 0)
            await Task.Yield();

        await using Connection connection = await Connector(server, "localhost").ConnectAsync();
        Assert.Equal([4], await ExchangeAsync(connection, [4]));
        Assert.Equal((1L, 0L), (server.FailedConnections, server.RefusedConnections));
        Assert.Contains("not open after 10 s", Assert.Single(_logger.Entries, entry => entry.Id.Id == 121).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Peer_ThatSendsGarbage_IsLoggedOnceAndCounted_AndHarmsNobody()
    {
        await using LinkServer<EchoSession> server = Listen();
        await using Connection connection = await Connector(server, "localhost").ConnectAsync();
        await ExchangeAsync(connection, [1]);
        using Socket hostile = await ConnectAsync(server);
        byte[] garbage = new byte[10_000];
        new Random(5).NextBytes(garbage);

        await hostile.SendAsync(garbage);
        await EndAsync(hostile);
        while (server.OpenConnections > 1)
            await Task.Yield();

        Assert.Equal([2], await ExchangeAsync(connection, [2]));
        Assert.Equal(1, server.FailedConnections);
        Assert.Single(_logger.Entries, entry => entry.Id.Id == 121);
    }

    [Fact(Timeout = Patience)]
    public async Task Peer_ThatSpeaksPlainly_IsLoggedOnceAndCounted()
    {
        await using LinkServer<EchoSession> server = Listen();
        using Socket plain = await ConnectAsync(server);

        await plain.SendAsync(Hex.Parse("0001 0000 0006 01 03 0000 0001"));
        await EndAsync(plain);
        while (server.OpenConnections > 0)
            await Task.Yield();

        Assert.Equal((1L, 1), (server.FailedConnections, _logger.Entries.Count(entry => entry.Id.Id == 121)));
    }

    [Fact]
    public async Task PeerCertificate_BeforeTheHandshake_IsNull()
    {
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), tls: new SslServerAuthenticationOptions { ServerCertificate = _server });
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint);
        Connection connection = (await listener.AcceptAsync())!;

        Assert.Null(connection.PeerCertificate);

        connection.Abort(CloseReason.Local());
        await connection.DisposeAsync();
    }

    private static int Port(LinkServer<EchoSession> server) => ((IPEndPoint)server.LocalEndPoint).Port;

    private static async Task<Socket> ConnectAsync(LinkServer<EchoSession> server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.LocalEndPoint);
        return socket;
    }

    /// <summary>Ends its side, and reads until the server has ended its own.</summary>
    private static async Task EndAsync(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            byte[] block = new byte[1024];
            while (await socket.ReceiveAsync(block) > 0)
            {
                // An alert.
            }
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
    }

    private static async Task<byte[]> ExchangeAsync(Connection connection, byte[] sent)
    {
        await connection.Output.WriteAsync(sent);
        ReadResult read = await connection.Input.ReadAtLeastAsync(sent.Length);
        byte[] received = BuffersExtensions.ToArray(read.Buffer);
        connection.Input.AdvanceTo(read.Buffer.End);
        return received;
    }

    private SslClientAuthenticationOptions Trusting(X509Certificate2? own = null) => new()
    {
        CertificateChainPolicy = Certificates.Trusting(_server),
        ClientCertificates = own is null ? null : [own],
    };

    private TcpConnector Connector(LinkServer<EchoSession> server, string host, X509Certificate2? own = null) =>
        TcpConnector.ToTls(host, Port(server), Trusting(own), timeProvider: _time);

    private LinkServer<EchoSession> Listen(bool mutual = false, int maxConnections = 10)
    {
        var tls = new SslServerAuthenticationOptions
        {
            ServerCertificate = _server,
            ClientCertificateRequired = mutual,
            CertificateChainPolicy = mutual ? Certificates.Trusting(_client) : null,
        };
        return new LinkServer<EchoSession>(
            SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), tls: tls, timeProvider: _time),
            _ => new EchoSession(),
            new LinkServerOptions { MaxConnections = maxConnections, Link = { TimeProvider = _time, Logger = _logger } });
    }
}
