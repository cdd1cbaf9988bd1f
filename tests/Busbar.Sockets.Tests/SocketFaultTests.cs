using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;

namespace Busbar.Sockets.Tests;

public sealed class SocketFaultTests
{
    private const int Patience = 60_000;

    private static string SocketPath() => Path.Combine(Path.GetTempPath(), $"busbar-{Guid.NewGuid():N}.sock");

    [Fact(Timeout = Patience)]
    public async Task Unix_FileLeftByACrashedProcess_IsReplaced()
    {
        string path = SocketPath();
        LeaveStale(path);

        await using SocketListener listener = SocketListener.Bind(new UnixDomainSocketEndPoint(path));

        await using Connection connection = await UnixConnector.To(path).ConnectAsync();
        await using Connection? accepted = await listener.AcceptAsync();
        Assert.NotNull(accepted);
    }

    [Fact(Timeout = Patience)]
    public async Task Unix_FileSomebodyListensAt_IsLeftToThem()
    {
        string path = SocketPath();
        await using SocketListener first = SocketListener.Bind(new UnixDomainSocketEndPoint(path));

        Assert.ThrowsAny<IOException>(() => SocketListener.Bind(new UnixDomainSocketEndPoint(path)));

        await using Connection connection = await UnixConnector.To(path).ConnectAsync();
    }

    [Fact]
    public void Unix_FileThatIsNoSocket_IsNotTouched()
    {
        string path = SocketPath();
        File.WriteAllText(path, "precious");
        try
        {
            Assert.ThrowsAny<IOException>(() => SocketListener.Bind(new UnixDomainSocketEndPoint(path)));

            Assert.Equal("precious", File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Tls_HandshakeThatFailed_DisposalClosesTheSocket()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), tls: new SslServerAuthenticationOptions { ServerCertificate = certificate });
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint);
        Connection connection = (await listener.AcceptAsync())!;
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await Assert.ThrowsAnyAsync<Exception>(async () => await connection.OpenAsync(CancellationToken.None));

        await connection.DisposeAsync();

        Assert.True(await EndsAsync(client));
    }

    [Fact(Timeout = Patience)]
    public async Task Tls_PeerThatReadsNothing_DisposalEnds()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        await using SocketListener listener = SocketListener.Bind(
            new IPEndPoint(IPAddress.Loopback, 0), new SocketOptions { SendBufferSize = 4096 }, new SslServerAuthenticationOptions { ServerCertificate = certificate });
        var trusting = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
        Task<Connection> connecting = TcpConnector.ToTls("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint).Port, trusting, new SocketOptions { ReceiveBufferSize = 4096 })
            .ConnectAsync().AsTask();
        Connection connection = (await listener.AcceptAsync())!;
        await connection.OpenAsync(CancellationToken.None);
        await using Connection client = await connecting;
        Task<FlushResult> writing = connection.Output.WriteAsync(new byte[16 * 1024 * 1024]).AsTask(); // far more than both kernels' buffers hold
        Assert.False(writing.IsCompleted);

        await connection.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => writing);
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_CancelledBeforeItBegan_IsACancellationWithItsToken()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await TcpConnector.To("127.0.0.1", 9).ConnectAsync(cancelled.Token));

        Assert.Equal(cancelled.Token, thrown.CancellationToken);
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_CancelledWithinTheHandshake_ClosesTheSocket()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var cancel = new CancellationTokenSource();
        Task connecting = TcpConnector.ToTls("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port).ConnectAsync(cancel.Token).AsTask();
        using Socket accepted = await listener.AcceptAsync();
        await accepted.ReceiveAsync(new byte[1]); // the hello is on its way

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.True(await EndsAsync(accepted));
    }

    [Fact(Timeout = Patience)]
    public async Task Peer_ThatResets_IsATransportFaultAndNotAnEnd()
    {
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint);
        var link = new Link<EchoSession>((await listener.AcceptAsync())!, new EchoSession());
        link.Start();

        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();

        Assert.Equal(CloseKind.TransportFault, (await link.Completion).Kind);
    }

    [Fact(Timeout = Patience)]
    public async Task Abort_OfALink_IsSeenAsAResetByThePeer()
    {
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint);
        var link = new Link<EchoSession>((await listener.AcceptAsync())!, new EchoSession());
        link.Start();

        link.Abort(CloseReason.Local());

        SocketException reset = await Assert.ThrowsAsync<SocketException>(async () => await client.ReceiveAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    private static async Task<bool> EndsAsync(Socket socket)
    {
        try
        {
            var octets = new byte[1024];
            while (await socket.ReceiveAsync(octets) > 0)
            {
                // An alert, or the rest of a hello.
            }

            return true;
        }
        catch (SocketException)
        {
            return true; // a reset is an end too
        }
    }

    /// <summary>What a process leaves that is killed: the file of a socket that nobody listens at.</summary>
    private static void LeaveStale(string path)
    {
        string elsewhere = path + "x";
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(elsewhere));
            socket.Listen();
            File.Move(elsewhere, path); // so that closing it does not remove the file
        }
    }
}
