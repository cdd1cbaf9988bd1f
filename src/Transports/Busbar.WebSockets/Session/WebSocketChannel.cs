using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>
/// One open WebSocket: sends from any thread, one message behind the other, and closes. Its handler is called from the moment it is
/// opened; a handler answers through its <see cref="WebSocketSender"/>, because the channel would wait for the call that it is in.
/// </summary>
public sealed class WebSocketChannel : IAsyncDisposable
{
    private readonly WebSocketSession _session;
    private readonly Link<WebSocketSession>? _link;

    private WebSocketChannel(Connection connection, WebSocketRole role, Func<WebSocketChannel, IWebSocketHandler> createHandler, WebSocketSessionOptions options)
    {
        Connection = connection;
        _session = new WebSocketSession(role, createHandler(this), options);
        _link = new Link<WebSocketSession>(connection, _session, options.LinkOptions());
        Closed = AwaitEndAsync(_link);
    }

    /// <summary>What carries it; for its end points and certificate.</summary>
    public Connection Connection { get; }

    /// <summary>The request that a <see cref="WebSocketServer"/> let in; null on a client and on a user's own connection.</summary>
    public WebSocketRequest? Request => WebSocketListener.RequestOf(Connection);

    /// <summary>The subprotocol that was agreed to; null for none.</summary>
    public string? Subprotocol => WebSocketListener.SubprotocolOf(Connection);

    /// <summary>Whether messages may be sent at this moment.</summary>
    public bool IsOpen => _link is { CloseReason: null } && _session.IsOpen;

    /// <summary>Octets that were sent and not yet handed to the transport: what a sender with much to say looks at. 0 when closed. Any thread.</summary>
    public int PendingOctets
    {
        get
        {
            if (Link.CloseReason is not null)
                return 0;
            try
            {
                using LinkScope<WebSocketSession> scope = Link.Enter();
                return scope.Output.PendingOctets;
            }
            catch (LinkClosedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Ends with how it ended, when the connection is closed. Never faults.</summary>
    public Task<WebSocketClosure> Closed { get; }

    /// <summary>Opens a WebSocket on a connection that was upgraded already: a stream of another HTTP server, for example.</summary>
    /// <param name="connection">Opened and upgraded; owned from now on.</param>
    /// <param name="role">This side.</param>
    /// <param name="createHandler">Makes what takes the messages, once, before anything happens; the channel may be used once <see cref="IWebSocketHandler.OnOpened"/> was called.</param>
    /// <param name="options">Limits and times.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static WebSocketChannel Open(Connection connection, WebSocketRole role, Func<WebSocketChannel, IWebSocketHandler> createHandler, WebSocketSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(createHandler);
        var channel = new WebSocketChannel(connection, role, createHandler, (options ?? new WebSocketSessionOptions()).Validated());
        channel._link!.Start();
        return channel;
    }

    /// <summary>Sends a text. Any thread.</summary>
    /// <param name="utf8">Valid UTF-8; copied.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    /// <exception cref="ArgumentException">It is not UTF-8.</exception>
    [HotPath]
    public bool TrySendText(ReadOnlySpan<byte> utf8)
    {
        if (!IsOpen)
            return false;
        try
        {
            using LinkScope<WebSocketSession> scope = Link.Enter();
            return scope.Session.TrySendText(utf8, scope.Output);
        }
        catch (LinkClosedException)
        {
            return false;
        }
    }

    /// <summary>Sends a text. Any thread.</summary>
    /// <param name="text">Sent as UTF-8; a surrogate without its other half becomes U+FFFD.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    [HotPath]
    public bool TrySendText(ReadOnlySpan<char> text)
    {
        if (!IsOpen)
            return false;
        try
        {
            using LinkScope<WebSocketSession> scope = Link.Enter();
            return scope.Session.TrySendText(text, scope.Output);
        }
        catch (LinkClosedException)
        {
            return false;
        }
    }

    /// <summary>Sends several texts, one message each, that leave together. Any thread.</summary>
    /// <inheritdoc cref="WebSocketSession.TrySendTexts(ReadOnlySpan{byte}, ReadOnlySpan{int}, SessionOutput)"/>
    /// <param name="utf8">All of them, one behind the other; valid UTF-8, which is not looked at. Copied.</param>
    /// <param name="ends">Where each ends.</param>
    [HotPath]
    public bool TrySendTexts(ReadOnlySpan<byte> utf8, ReadOnlySpan<int> ends)
    {
        if (!IsOpen)
            return false;
        try
        {
            using LinkScope<WebSocketSession> scope = Link.Enter();
            return scope.Session.TrySendTexts(utf8, ends, scope.Output);
        }
        catch (LinkClosedException)
        {
            return false;
        }
    }

    /// <summary>Sends octets. Any thread.</summary>
    /// <param name="payload">Copied.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    [HotPath]
    public bool TrySendBinary(ReadOnlySpan<byte> payload)
    {
        if (!IsOpen)
            return false;
        try
        {
            using LinkScope<WebSocketSession> scope = Link.Enter();
            return scope.Session.TrySendBinary(payload, scope.Output);
        }
        catch (LinkClosedException)
        {
            return false;
        }
    }

    /// <summary>Sends a batch that was framed before, as it is. Any thread.</summary>
    /// <inheritdoc cref="WebSocketSession.TrySendFrames(ReadOnlySpan{byte}, SessionOutput)"/>
    /// <param name="frames">Whole messages of unmasked frames; copied, not looked at.</param>
    [HotPath]
    public bool TrySendFrames(ReadOnlySpan<byte> frames)
    {
        if (!IsOpen)
            return false;
        try
        {
            using LinkScope<WebSocketSession> scope = Link.Enter();
            return scope.Session.TrySendFrames(frames, scope.Output);
        }
        catch (LinkClosedException)
        {
            return false;
        }
    }

    /// <summary>Begins to close in order; <see cref="Closed"/> ends with the end. Any thread; the first code stands.</summary>
    /// <param name="code">One that may be sent.</param>
    /// <param name="description">Why, for people; cut to 123 octets of UTF-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The code must not be sent.</exception>
    public void Close(WebSocketCloseCode code = WebSocketCloseCode.NormalClosure, string description = "") => BeginClose(code, description);

    /// <summary>Closes in order and waits for the end, which the close timeout bounds. Any thread; the first code stands.</summary>
    /// <param name="code">One that may be sent.</param>
    /// <param name="description">Why, for people; cut to 123 octets of UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait; the closing goes on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The code must not be sent.</exception>
    public Task<WebSocketClosure> CloseAsync(WebSocketCloseCode code = WebSocketCloseCode.NormalClosure, string description = "", CancellationToken cancellationToken = default)
    {
        BeginClose(code, description);
        return Closed.WaitAsync(cancellationToken);
    }

    /// <summary>Cuts the connection at once, without a close frame. Any thread.</summary>
    public void Abort() => Link.Abort(CloseReason.Local("cut by this side"));

    /// <summary>Closes with 1000 and waits for the end, which the close timeout bounds.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    internal void BeginClose(WebSocketCloseCode code, string description)
    {
        if (Link.CloseReason is not null)
            return;
        try
        {
            using LinkScope<WebSocketSession> scope = Link.Enter();
            scope.Session.TryClose(code, description, scope.Now, scope.Output);
        }
        catch (LinkClosedException)
        {
            // It has ended meanwhile.
        }
    }

    private Link<WebSocketSession> Link => _link ?? throw new InvalidOperationException("The WebSocket is not open yet.");

    private async Task<WebSocketClosure> AwaitEndAsync(Link<WebSocketSession> link)
    {
        CloseReason reason = await link.Completion.ConfigureAwait(false);
        return _session.Closure ?? new WebSocketClosure(WebSocketCloseCode.AbnormalClosure, "", ByPeer: false, IsClean: false, reason);
    }
}
