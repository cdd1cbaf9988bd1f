using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>TLS over a connected socket, either side. The handshake is <see cref="OpenAsync"/>, so that a slow one holds up nobody's accepting.</summary>
internal sealed class TlsConnection : StreamConnection
{
    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly Func<SslStream, CancellationToken, Task> _handshake;

    private TlsConnection(Socket socket, SslStream stream, string target, Func<SslStream, CancellationToken, Task> handshake)
        : base(stream, target)
    {
        _socket = socket;
        _stream = stream;
        _handshake = handshake;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
    }

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    public override X509Certificate2? PeerCertificate => _stream.RemoteCertificate as X509Certificate2;

    public static TlsConnection AsClient(Socket socket, string target, SslClientAuthenticationOptions options) =>
        new(socket, new SslStream(new NetworkStream(socket, ownsSocket: false)), target, (stream, token) => stream.AuthenticateAsClientAsync(options, token));

    public static TlsConnection AsServer(Socket socket, string target, SslServerAuthenticationOptions options) =>
        new(socket, new SslStream(new NetworkStream(socket, ownsSocket: false)), target, (stream, token) => stream.AuthenticateAsServerAsync(options, token));

    public override async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        await _handshake(_stream, cancellationToken).ConfigureAwait(false);

    protected override void AbortCore()
    {
        SocketClosing.Reset(_socket);
        _socket.Dispose(); // not the stream: disposing it beside a read under way waits for that read
    }

    protected override async ValueTask CloseAsync()
    {
        try
        {
            // close_notify: the peer can tell an end from a cut. Not to one that takes nothing: it would be waited for without end.
            if (_socket.Poll(0, SelectMode.SelectWrite))
                await _stream.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or AuthenticationException or SocketException or NotSupportedException)
        {
            // The peer is gone, or the handshake never ended or failed.
        }

        SocketClosing.Shutdown(_socket);
        _socket.Dispose(); // before the stream, which would wait for a read or write under way
        await base.CloseAsync().ConfigureAwait(false);
    }
}
