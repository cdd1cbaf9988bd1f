using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Sockets.Tests;

/// <summary>What is said last arrives, whatever the peer was doing when it was said.</summary>
public sealed class OrderlyCloseTests
{
    private const int Patience = 30_000;
    private const int LongAnswer = 150_000; // more than the small windows below let through before the close

    private readonly ManualTimeProvider _time = new();

    [Fact(Timeout = Patience)]
    public async Task Close_WithInputNobodyRead_LosesNothingOfTheAnswer()
    {
        await using SocketListener listener = Bind();
        using Socket peer = await ConnectAsync(listener);
        var session = new LastWordsSession(LongAnswer);
        Link<LastWordsSession> link = Serve(await listener.AcceptAsync(), session);

        await peer.SendAsync(new byte[256 * 1024]); // far more than one read takes
        await session.Closed;
        int received = await ReceiveToEndAsync(peer);
        peer.Shutdown(SocketShutdown.Send);

        Assert.Equal(LongAnswer, received);
        Assert.Equal("all is said", (await link.Completion).Message);
    }

    [Fact(Timeout = Patience)]
    public async Task Close_WhileThePeerGoesOnSending_LosesNothingOfTheAnswer()
    {
        await using SocketListener listener = Bind();
        using Socket peer = await ConnectAsync(listener);
        var session = new LastWordsSession(LongAnswer);
        Serve(await listener.AcceptAsync(), session);
        await peer.SendAsync(new byte[1]);
        await session.Closed;

        await peer.SendAsync(new byte[100]); // after the end of our side
        int received = await ReceiveToEndAsync(peer);

        Assert.Equal(LongAnswer, received);
    }

    [Fact(Timeout = Patience)]
    public async Task Close_OfAUnixSocketWithInputNobodyRead_IsNoReset()
    {
        string path = Path.Combine(Path.GetTempPath(), $"busbar-{Guid.NewGuid():N}.sock");
        await using SocketListener listener = SocketListener.Bind(new UnixDomainSocketEndPoint(path), timeProvider: _time);
        using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await peer.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var session = new LastWordsSession(3);
        Serve(await listener.AcceptAsync(), session);

        await peer.SendAsync(new byte[100_000]);

        Assert.Equal(3, await ReceiveToEndAsync(peer));
    }

    [Fact(Timeout = Patience)]
    public async Task Close_PeerThatNeverEndsItsSide_IsWaitedForSoLongAndNoLonger()
    {
        await using SocketListener listener = Bind();
        using Socket peer = await ConnectAsync(listener);
        Link<LastWordsSession> link = Serve(await listener.AcceptAsync(), new LastWordsSession(3));
        await peer.SendAsync(new byte[1]);
        Assert.Equal(3, await ReceiveToEndAsync(peer)); // our side has ended

        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        Assert.False(link.Completion.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await link.Completion;
    }

    [Fact(Timeout = Patience)]
    public async Task Close_PeerThatSendsWithoutEnd_IsCutOffAfterSoMuch()
    {
        await using SocketListener listener = Bind();
        using Socket peer = await ConnectAsync(listener);
        Link<LastWordsSession> link = Serve(await listener.AcceptAsync(), new LastWordsSession(3));

        byte[] block = new byte[64 * 1024];
        int sent = 0;
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
                sent += await peer.SendAsync(block);
        });

        await link.Completion; // though the clock stands still
        Assert.True(sent >= SocketClosing.MaxDrained, $"cut off after {sent} octets");
    }

    [Fact(Timeout = Patience)]
    public async Task Abort_WithinAnOrderlyClose_ResetsAtOnce()
    {
        await using SocketListener listener = Bind();
        using Socket peer = await ConnectAsync(listener);
        Link<LastWordsSession> link = Serve(await listener.AcceptAsync(), new LastWordsSession(3));
        await peer.SendAsync(new byte[1]);
        Assert.Equal(3, await ReceiveToEndAsync(peer));

        link.Abort(CloseReason.Local("enough"));

        await link.Completion; // though the clock stands still
        SocketException reset = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
                await peer.SendAsync(new byte[1024]);
        });
        Assert.True(reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown, $"{reset.SocketErrorCode}");
    }

    [Fact(Timeout = Patience)]
    public async Task Peer_ThatHasEndedItsSideButReads_GetsAllAnswersOfWhatWasRead()
    {
        await using var server = new LinkServer<EchoSession>(Bind(), _ => new EchoSession(), new LinkServerOptions { Link = { TimeProvider = _time } });
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await peer.ConnectAsync(server.LocalEndPoint);

        Task<int> sending = peer.SendAsync(new byte[LongAnswer]);
        int received = 0;
        byte[] block = new byte[1000];
        while (!sending.IsCompleted)
            received += await peer.ReceiveAsync(block);
        peer.Shutdown(SocketShutdown.Send);
        received += await ReceiveToEndAsync(peer);

        Assert.Equal(LongAnswer, received);
    }

    [Fact(Timeout = Patience)]
    public async Task Tls_PeerThatHasEndedItsSideButReads_GetsTheAnswer()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        await using var server = new LinkServer<EchoSession>(Bind(certificate), _ => new EchoSession(), new LinkServerOptions { Link = { TimeProvider = _time } });
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(server.LocalEndPoint);
        await using SslStream stream = await ShakeHandsAsync(new NetworkStream(peer), certificate);

        await stream.WriteAsync(new byte[] { 1, 2, 3 });
        await stream.ShutdownAsync();
        byte[] received = new byte[3];
        await stream.ReadExactlyAsync(received);

        Assert.Equal([1, 2, 3], received);
        Assert.Equal(0, await stream.ReadAsync(received));
    }

    [Fact(Timeout = Patience)]
    public async Task Tls_Close_SaysCloseNotifyBeforeTheEnd()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        await using SocketListener listener = Bind(certificate);
        using Socket peer = await ConnectAsync(listener);
        Connection connection = (await listener.AcceptAsync())!;
        Task opening = connection.OpenAsync(CancellationToken.None).AsTask();
        var seen = new RecordingStream(new NetworkStream(peer));
        await using SslStream stream = await ShakeHandsAsync(seen, certificate, SslProtocols.Tls12); // in 1.3 an alert looks like data
        await opening;
        seen.Clear();

        Task disposal = connection.DisposeAsync().AsTask();
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        peer.Shutdown(SocketShutdown.Send);
        await disposal;

        Assert.Equal(0x15, seen.Received[0]); // the record's content type: alert; RFC 5246 §6.2.1
    }

    [Fact(Timeout = Patience)]
    public async Task Tls_CertificateTheServerRefuses_EndsTheConnectionInOrder()
    {
        using X509Certificate2 certificate = Certificates.For("localhost");
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), timeProvider: _time, tls: new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, _, _) => false,
        });
        await using var server = new LinkServer<EchoSession>(listener, _ => new EchoSession(), new LinkServerOptions { Link = { TimeProvider = _time } });
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(server.LocalEndPoint);

        // An alert within the handshake or to the first read, or where the platform writes none the end.
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using SslStream stream = await ShakeHandsAsync(new NetworkStream(peer), certificate);
            await stream.WriteAsync(new byte[1]);
            if (await stream.ReadAsync(new byte[1]) == 0)
                throw new IOException("ended");
        });

        Assert.IsNotType<SocketException>(refused.GetBaseException()); // which a reset would be
    }

    private static async Task<SslStream> ShakeHandsAsync(Stream inner, X509Certificate2 trusted, SslProtocols protocols = SslProtocols.None)
    {
        var stream = new SslStream(inner);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            ClientCertificates = [trusted],
            CertificateChainPolicy = Certificates.Trusting(trusted),
        });
        return stream;
    }

    private static async Task<Socket> ConnectAsync(SocketListener listener)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(listener.LocalEndPoint);
        return socket;
    }

    private static async Task<int> ReceiveToEndAsync(Socket socket)
    {
        byte[] block = new byte[4096];
        int received = 0;
        int count;
        while ((count = await socket.ReceiveAsync(block)) > 0)
            received += count;
        return received;
    }

    private SocketListener Bind(X509Certificate2? certificate = null) => SocketListener.Bind(
        new IPEndPoint(IPAddress.Loopback, 0),
        new SocketOptions { SendBufferSize = 512 * 1024 },
        certificate is null ? null : new SslServerAuthenticationOptions { ServerCertificate = certificate },
        _time);

    private Link<LastWordsSession> Serve(Connection? connection, LastWordsSession session)
    {
        var link = new Link<LastWordsSession>(connection!, session, new LinkOptions { TimeProvider = _time });
        link.Start();
        return link;
    }
}
