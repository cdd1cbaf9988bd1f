using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;

namespace Busbar.Sockets.Tests;

public sealed class SocketTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private static LinkServer<EchoSession> Listen(EndPoint? endPoint = null, LinkServerOptions? options = null, SslServerAuthenticationOptions? tls = null) =>
        new(SocketListener.Bind(endPoint ?? AnyPort, tls: tls), _ => new EchoSession(), options);

    private static int Port(LinkServer<EchoSession> server) => ((IPEndPoint)server.LocalEndPoint).Port;

    private static async Task<byte[]> Exchange(Connection connection, byte[] sent)
    {
        await connection.Output.WriteAsync(sent);
        ReadResult read = await connection.Input.ReadAtLeastAsync(sent.Length);
        byte[] received = BuffersExtensions.ToArray(read.Buffer);
        connection.Input.AdvanceTo(read.Buffer.End);
        return received;
    }

    [Fact]
    public async Task Tcp_WhatIsSent_ComesBack()
    {
        await using LinkServer<EchoSession> server = Listen();
        await using Connection connection = await TcpConnector.To("localhost", Port(server)).ConnectAsync();

        Assert.Equal([1, 2, 3], await Exchange(connection, [1, 2, 3]));
        Assert.Equal(Port(server), ((IPEndPoint)connection.RemoteEndPoint!).Port);
    }

    [Fact]
    public async Task Tcp_AnswersStillComeAfterTheClientHasEndedItsHalf()
    {
        await using LinkServer<EchoSession> server = Listen();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.LocalEndPoint);
        await socket.SendAsync(new byte[] { 1, 2, 3 });
        socket.Shutdown(SocketShutdown.Send);

        var received = new byte[16];
        int count = 0;
        for (int more = -1; more != 0; count += more)
            more = await socket.ReceiveAsync(received.AsMemory(count));

        Assert.Equal([1, 2, 3], received[..count]);
    }

    [Fact]
    public async Task Tcp_NobodyListening_SaysSoWithTheTarget()
    {
        using var bound = new Socket(SocketType.Stream, ProtocolType.Tcp); // and not listening: nobody else gets the port meanwhile
        bound.Bind(AnyPort);
        int port = ((IPEndPoint)bound.LocalEndPoint!).Port;

        ConnectException refusal = await Assert.ThrowsAsync<ConnectException>(async () => await TcpConnector.To("127.0.0.1", port).ConnectAsync());

        Assert.Equal($"127.0.0.1:{port}", refusal.Target);
        Assert.Contains("refused", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Interleave_TriesIPv6AndIPv4InTurn()
    {
        IPAddress[] resolved = [.. new[] { "10.0.0.1", "10.0.0.2", "fe80::1", "fe80::2", "fe80::3" }.Select(IPAddress.Parse)];

        Assert.Equal(["fe80::1", "10.0.0.1", "fe80::2", "10.0.0.2", "fe80::3"], TcpConnector.Interleave(resolved).Select(address => address.ToString()));
    }

    [Fact]
    public async Task Unix_WhatIsSent_ComesBack_AndTheFileGoesWithTheListener()
    {
        string path = Path.Combine(Path.GetTempPath(), $"busbar-{Guid.NewGuid():N}.sock");
        await using (LinkServer<EchoSession> server = Listen(new UnixDomainSocketEndPoint(path)))
        {
            await using Connection connection = await UnixConnector.To(path).ConnectAsync();
            Assert.Equal([7], await Exchange(connection, [7]));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Tls_BothSides_SeeTheOthersCertificate()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        var serverTls = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, peer, _, _) => peer is not null,
        };
        var clientTls = new SslClientAuthenticationOptions
        {
            ClientCertificates = [certificate],
            RemoteCertificateValidationCallback = (_, peer, _, _) => peer!.GetCertHashString() == certificate.GetCertHashString(),
        };
        Connection? accepted = null;
        await using var server = new LinkServer<EchoSession>(SocketListener.Bind(AnyPort, tls: serverTls), opened =>
        {
            accepted = opened;
            return new EchoSession();
        });
        await using Connection connection = await TcpConnector.ToTls("localhost", Port(server), clientTls).ConnectAsync();

        Assert.Equal([1, 2], await Exchange(connection, [1, 2]));
        Assert.Equal(certificate.Thumbprint, connection.PeerCertificate!.Thumbprint);
        Assert.Equal(certificate.Thumbprint, accepted!.PeerCertificate!.Thumbprint); // the server's Links hold it a little later
    }

    [Fact]
    public async Task Tls_CertificateNobodyTrusts_IsAConnectException()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        await using LinkServer<EchoSession> server = Listen(tls: new SslServerAuthenticationOptions { ServerCertificate = certificate });

        ConnectException refusal = await Assert.ThrowsAsync<ConnectException>(async () => await TcpConnector.ToTls("localhost", Port(server)).ConnectAsync());

        Assert.Contains("certificate", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tls_PeerThatNeverShakesHands_HoldsUpNobody()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        await using LinkServer<EchoSession> server = Listen(tls: new SslServerAuthenticationOptions { ServerCertificate = certificate });
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(server.LocalEndPoint);

        var trusting = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
        await using Connection connection = await TcpConnector.ToTls("localhost", Port(server), trusting).ConnectAsync();

        Assert.Equal([9], await Exchange(connection, [9]));
    }

    [Fact]
    public async Task Server_AtItsLimit_ClosesTheNextAndCountsIt()
    {
        await using LinkServer<EchoSession> server = Listen(options: new LinkServerOptions { MaxConnections = 1 });
        await using Connection first = await TcpConnector.To("127.0.0.1", Port(server)).ConnectAsync();
        await Exchange(first, [1]);

        await Assert.ThrowsAnyAsync<IOException>(async () => // at the connect already, or at the first exchange
        {
            await using Connection second = await TcpConnector.To("127.0.0.1", Port(server)).ConnectAsync();
            await second.Output.WriteAsync(new byte[] { 1 });
            ReadResult read = await second.Input.ReadAsync();
            if (read.IsCompleted)
                throw new IOException("ended");
        });

        Assert.Equal([2], await Exchange(first, [2]));
        Assert.Equal(1, server.RefusedConnections);
    }

    [Fact]
    public async Task Server_Disposed_EndsItsConnections()
    {
        LinkServer<EchoSession> server = Listen();
        await using Connection connection = await TcpConnector.To("127.0.0.1", Port(server)).ConnectAsync();
        await Exchange(connection, [1]);

        await server.DisposeAsync();

        ReadResult read = await connection.Input.ReadAsync();
        Assert.True(read.IsCompleted);
        Assert.Equal(0, server.OpenConnections);
    }

    [Fact]
    public void Bind_WhereSomebodyListens_SaysSo()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(AnyPort);
        taken.Listen();

        IOException refusal = Assert.ThrowsAny<IOException>(() => SocketListener.Bind(taken.LocalEndPoint!));

        Assert.Contains($"{taken.LocalEndPoint}", refusal.Message, StringComparison.Ordinal);
    }
}
