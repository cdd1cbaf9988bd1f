using Busbar.Links;
using Busbar.Sockets;

namespace Busbar.WebSockets;

/// <summary>Makes connections that are upgraded to WebSocket: for a <see cref="PersistentLink{TSession}"/> of <see cref="WebSocketSession"/>s, or for one link.</summary>
public sealed class WebSocketConnector : IConnector
{
    private readonly IConnector _carrier;
    private readonly WebSocketConnectorOptions _options;
    private readonly string _host;
    private readonly string _target;

    /// <summary>A connector whose carrier is another's: a Unix socket, a tunnel.</summary>
    /// <param name="carrier">Makes the connections below; TLS is its own matter.</param>
    /// <param name="uri">The host, path and query to ask for; ws or wss.</param>
    /// <param name="options">How to ask.</param>
    /// <exception cref="ArgumentException">The address is not of ws or wss, or an option is outside its range.</exception>
    public WebSocketConnector(IConnector carrier, Uri uri, WebSocketConnectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        Check(uri);
        _carrier = carrier;
        _options = (options ?? new WebSocketConnectorOptions()).Validated();
        string host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
        _host = uri.IsDefaultPort ? host : FormattableString.Invariant($"{host}:{uri.Port}");
        _target = uri.PathAndQuery;
        Target = $"{uri.Scheme}://{_host}{uri.AbsolutePath}"; // without the query, which may hold a secret
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <summary>A connector by TCP, with TLS when the address is of wss.</summary>
    /// <param name="uri"><c>ws://host/path</c> or <c>wss://host/path</c>; the ports are 80 and 443 unless given.</param>
    /// <param name="options">How to ask.</param>
    /// <exception cref="ArgumentException">The address is not of ws or wss, or an option is outside its range.</exception>
    public static WebSocketConnector To(Uri uri, WebSocketConnectorOptions? options = null)
    {
        Check(uri);
        WebSocketConnectorOptions chosen = options ?? new WebSocketConnectorOptions();
        string host = uri.IdnHost;
        return new WebSocketConnector(
            uri.Scheme == Uri.UriSchemeWss
                ? TcpConnector.ToTls(host, uri.Port, chosen.Tls, chosen.Socket, chosen.TimeProvider)
                : TcpConnector.To(host, uri.Port, chosen.Socket, chosen.TimeProvider),
            uri,
            chosen);
    }

    /// <inheritdoc/>
    /// <remarks>A refusal is the inner exception: <see cref="WebSocketHandshakeException"/> with the status. Redirections are not followed.</remarks>
    public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Connection? carrier = null;
        try
        {
            carrier = await _carrier.ConnectAsync(either.Token).ConfigureAwait(false);
            var connection = new ClientConnection(carrier, new ClientHandshake(_host, _target, _options));
            await connection.OpenAsync(either.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            if (carrier is not null)
                await EndAsync(carrier, exception).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            if (exception is ConnectException)
                throw;
            string message = timeout.IsCancellationRequested ? FormattableString.Invariant($"no WebSocket after {_options.ConnectTimeout.TotalSeconds:0.###} s") : exception.Message;
            throw new ConnectException(Target, message, exception);
        }
    }

    private static async ValueTask EndAsync(Connection carrier, Exception exception)
    {
        carrier.Abort(CloseReason.Fault(exception));
        await carrier.DisposeAsync().ConfigureAwait(false);
    }

    private static void Check(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeWs && uri.Scheme != Uri.UriSchemeWss))
            throw new ArgumentException($"The address must begin with ws:// or wss://, and is {uri}.", nameof(uri));
    }
}
