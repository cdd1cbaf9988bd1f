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
    private readonly SocketOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<SslStream, CancellationToken, Task> _handshake;
    private X509Certificate2? _peerCertificate;

    private TlsConnection(Socket socket, SslStream stream, string target, SocketOptions options, TimeProvider time, Func<SslStream, CancellationToken, Task> handshake)
        : base(stream, target)
    {
        _socket = socket;
        _stream = stream;
        _options = options;
        _time = time;
        _handshake = handshake;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
    }

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    public override X509Certificate2? PeerCertificate => _peerCertificate;

    public static TlsConnection AsClient(Socket socket, string target, SslClientAuthenticationOptions tls, SocketOptions options, TimeProvider time) =>
        new(socket, Over(socket), target, options, time, (stream, token) => stream.AuthenticateAsClientAsync(tls, token));

    public static TlsConnection AsServer(Socket socket, string target, SslServerAuthenticationOptions tls, SocketOptions options, TimeProvider time) =>
        new(socket, Over(socket), target, options, time, (stream, token) => stream.AuthenticateAsServerAsync(tls, token));

    public override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _handshake(_stream, cancellationToken).ConfigureAwait(false);
            _peerCertificate = _stream.RemoteCertificate as X509Certificate2;
        }
        catch (AuthenticationException)
        {
            // The alert that may have been written says why, and must not be lost to the reset of whoever now aborts.
            await SocketClosing.ShutdownAsync(_socket, _options.CloseTimeout, _time, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

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

        await SocketClosing.ShutdownAsync(_socket, _options.CloseTimeout, _time).ConfigureAwait(false);
        _socket.Dispose(); // before the stream, which would wait for a read or write under way
        await base.CloseAsync().ConfigureAwait(false);
    }

    private static SslStream Over(Socket socket) => new(new NetworkStream(socket, ownsSocket: false));
}
