using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Sockets.Tests;

public sealed class TcpConnectorTests
{
    private const int Patience = 30_000;

    private static readonly IPAddress First = IPAddress.Parse("127.0.0.2");

    private readonly ManualTimeProvider _time = new();

    [Fact(Timeout = Patience)]
    public async Task Connect_EachTime_ResolvesTheNameAgain()
    {
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var asked = new List<string>();
        TcpConnector connector = Make(listener, host =>
        {
            asked.Add(host);
            return [asked.Count == 1 ? First : IPAddress.Loopback];
        });

        await Assert.ThrowsAsync<ConnectException>(async () => await connector.ConnectAsync());
        await using Connection connection = await connector.ConnectAsync(); // it has moved meanwhile

        Assert.Equal(["device", "device"], asked);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)connection.RemoteEndPoint!).Address);
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_WhenTheFirstAddressHangs_TriesTheNextBesideItAfterAMoment()
    {
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var hanging = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        hanging.Bind(new IPEndPoint(First, ((IPEndPoint)listener.LocalEndPoint).Port));
        hanging.Listen(0);
        using var only = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await only.ConnectAsync(hanging.LocalEndPoint!); // its queue is full: it answers nobody any more
        TcpConnector connector = Make(listener, _ => [First, IPAddress.Loopback]);

        Task<Connection> connecting = connector.ConnectAsync().AsTask();
        Assert.False(connecting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        await using Connection connection = await connecting;

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)connection.RemoteEndPoint!).Address);
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_WhenTheFirstAddressRefuses_TriesTheNextAtOnce()
    {
        await using SocketListener listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        TcpConnector connector = Make(listener, _ => [IPAddress.IPv6Loopback, First, IPAddress.Loopback]);

        await using Connection connection = await connector.ConnectAsync(); // though the clock stands still

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)connection.RemoteEndPoint!).Address);
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_CancelledWhileTheResolverIsDeaf_EndsWithItsToken()
    {
        var never = new TaskCompletionSource<IPAddress[]>();
        var connector = new TcpConnector("device", 502) { Resolve = (_, _) => never.Task };
        using var cancel = new CancellationTokenSource();
        Task connecting = connector.ConnectAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
    }

    [Fact]
    public void ToTls_LeavesTheUsersOptionsAlone()
    {
        var options = new SslClientAuthenticationOptions();

        TcpConnector.ToTls("one.example", 802, options);

        Assert.Null(options.TargetHost);
    }

    [Fact]
    public void ToTls_CopiesEveryOption()
    {
        PropertyInfo[] properties = typeof(SslClientAuthenticationOptions).GetProperties();
        using X509Certificate2 certificate = Certificates.For("localhost");
        var options = new SslClientAuthenticationOptions
        {
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            CertificateChainPolicy = new X509ChainPolicy(),
            CertificateRevocationCheckMode = X509RevocationMode.Offline,
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            ClientCertificates = [certificate],
            EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls13,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            TargetHost = "other.example",
        };
        if (OperatingSystem.IsLinux())
        {
            options.AllowRsaPkcs1Padding = false;
            options.AllowRsaPssPadding = false;
            options.CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_128_GCM_SHA256]);
        }

        SslClientAuthenticationOptions copy = TlsOptions.For(options, "one.example");

        Assert.All(properties, property => Assert.Equal(property.GetValue(options), property.GetValue(copy)));
        var unset = new SslClientAuthenticationOptions();
        Assert.All(
            properties.Where(property => property.Name != nameof(options.EncryptionPolicy)), // one value is left that is not obsolete
            property => Assert.NotEqual(property.GetValue(unset), property.GetValue(copy)));
    }

    private TcpConnector Make(SocketListener listener, Func<string, IPAddress[]> resolve) =>
        new("device", ((IPEndPoint)listener.LocalEndPoint).Port, new SocketOptions { CloseTimeout = TimeSpan.Zero }, timeProvider: _time) { Resolve = (host, _) => Task.FromResult(resolve(host)) };
}
