using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Busbar.Messaging;

// What transports call, and how sessions begin.
public sealed partial class BrokerServer
{
    private const int SecretOctets = 24;
    private const int MaxClientName = 64;

    /// <summary>For transports: a connection whose client says hello first, within <see cref="BrokerServerOptions.HelloTimeout"/>.</summary>
    /// <param name="transport">What carries it.</param>
    /// <param name="request">Who asks, as far as the request says.</param>
    public ClientConnection Connect(IClientTransport transport, ConnectRequest request) => ConnectIn(WireForm.Json, transport, request);

    internal ClientConnection ConnectIn(WireForm form, IClientTransport transport, ConnectRequest request)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(request);
        var connection = new ClientConnection(this, transport, request, form: form);
        _strangers[connection] = true;
        if (_isDisposed) // not here: the transport may be just opening
            ThreadPool.UnsafeQueueUserWorkItem(static late => late.CloseTransport(ClientCloseCode.GoingAway, "the server stops"), connection, preferLocal: false);
        return connection;
    }

    /// <summary>For transports: takes up a session that <see cref="OpenSessionAsync"/> began, with a connection that only gives what the client gets.</summary>
    /// <param name="session">The session's secret.</param>
    /// <param name="position">The last position that the client has received; null when it does not say.</param>
    /// <param name="transport">What carries it; for a poll it ends with the first objects.</param>
    /// <param name="isPoll">Such a connection lives as long as it waits, whatever the client says meanwhile.</param>
    /// <returns>Null when there is no such session, or nothing was sent at that position.</returns>
    public ClientConnection? TryAttach(string session, long? position, IClientTransport transport, bool isPoll = false)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(transport);
        if (!_sessionsBySecret.TryGetValue(session, out ClientSession? known))
            return null;
        var connection = new ClientConnection(this, transport, new ConnectRequest(), known, isPoll);
        return known.TryAttach(connection, position, isPoll ? AttachMode.Poll : AttachMode.Stream) ? connection : null;
    }

    /// <summary>For transports: what takes the objects that a client sends by requests of their own.</summary>
    /// <param name="session">The session's secret.</param>
    /// <returns>Null when there is no such session.</returns>
    public ClientConnection? TryGetPosts(string session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _sessionsBySecret.GetValueOrDefault(session)?.Posts;
    }

    /// <summary>For transports: begins a session without a connection, which waits for its first as long as for one that comes back.</summary>
    /// <param name="hello">The client's <c>hello</c>.</param>
    /// <param name="request">Who asks, as far as the request says.</param>
    /// <param name="cancellationToken">Ends the wait for the host's own rule.</param>
    public async ValueTask<SessionOpening> OpenSessionAsync(ReadOnlyMemory<byte> hello, ConnectRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!TryReadHello(hello.Span, request, out Hello read, out string? fault))
            return new SessionOpening(SessionOpeningStatus.BadMessage, fault, default);
        if (await AdmitAsync(read).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
            return new SessionOpening(SessionOpeningStatus.Refused, refusal, default);
        if (Resumable(read) is { } known)
            return new SessionOpening(SessionOpeningStatus.Opened, null, Welcome(known, read.Position ?? 0, isResumed: true));
        return Begin(read) is { } session
            ? new SessionOpening(SessionOpeningStatus.Opened, null, Welcome(session, 0, isResumed: false))
            : new SessionOpening(SessionOpeningStatus.Full, "there are as many sessions as may be", default);
    }

    /// <summary>A client said hello on its connection.</summary>
    internal async ValueTask OpenAsync(ClientConnection connection, Hello hello)
    {
        if (hello.Request.Name?.Length > MaxClientName)
        {
            connection.OnFault(null, "name may have 64 characters");
            return;
        }

        if (await AdmitAsync(hello).ConfigureAwait(false) is { } refusal)
        {
            connection.Close(ClientCloseCode.PolicyViolation, refusal);
            return;
        }

        _strangers.TryRemove(connection, out _);
        if (Resumable(hello) is { } known && TryGreet(connection, known, hello.Position, isResumed: true))
            return;
        if (Begin(hello) is not { } session)
            connection.Close(ClientCloseCode.TryAgainLater, "there are as many sessions as may be");
        else if (!TryGreet(connection, session, 0, isResumed: false))
            connection.Close(ClientCloseCode.GoingAway, "the server stops");
    }

    private static bool TryReadHello(ReadOnlySpan<byte> text, ConnectRequest request, out Hello hello, out string fault)
    {
        hello = default;
        var reader = new ClientObjectReader(text);
        reader.TryRead(out ClientObject message, out string? wrong);
        fault = wrong ?? (message.Type != ClientObjectType.Hello ? "hello must come first" : message.Name.MaxLength > MaxClientName * 4 ? "name may have 64 characters" : "");
        if (fault.Length > 0)
            return false;
        hello = Hello.Of(message, request);
        if (hello.Request.Name?.Length > MaxClientName)
            fault = "name may have 64 characters";
        return fault.Length == 0;
    }

    /// <summary>Asks for the key, of a client that has no session, and the host's own rule.</summary>
    /// <returns>Why the client is not let in; null when it is.</returns>
    private async ValueTask<string?> AdmitAsync(Hello hello)
    {
        bool isResuming = Resumable(hello) is not null;
        if (_keys.AreAsked && !isResuming && !_keys.Contain(hello.Request.Key))
            return Refuse("a key is needed, and this is none");
        return Options.AuthorizeConnect is not { } authorize || await AskAsync(authorize, hello.Request with { IsResuming = isResuming }).ConfigureAwait(false)
            ? null
            : Refuse("this client is not let in");
    }

    private string Refuse(string reason)
    {
        _diagnostics.OnRefused();
        return reason;
    }

    private ClientSession? Resumable(in Hello hello) =>
        hello.Session is { } secret && _sessionsBySecret.TryGetValue(secret, out ClientSession? known) ? known : null;

    private bool TryGreet(ClientConnection connection, ClientSession session, long? position, bool isResumed)
    {
        connection.Welcome(WelcomeOf(session, position ?? 0, isResumed));
        return session.TryAttach(connection, position, AttachMode.Hello);
    }

    private WelcomeObject WelcomeOf(ClientSession session, long position, bool isResumed) =>
        new(session.Secret, session.Id, Epoch, WallClock(), isResumed, position, Limits);

    private byte[] Welcome(ClientSession session, long position, bool isResumed)
    {
        var text = new WireBuffer();
        JsonWire.WriteWelcome(text, WelcomeOf(session, position, isResumed));
        return text.Written.ToArray();
    }

    /// <summary>A new session; null when there are as many as may be.</summary>
    private ClientSession? Begin(in Hello hello)
    {
        if (_isDisposed || Interlocked.Increment(ref _sessionCount) > Options.MaxSessions)
        {
            Interlocked.Decrement(ref _sessionCount);
            Options.Logger.TooManySessions(Options.MaxSessions);
            return null;
        }

        string id = string.Create(CultureInfo.InvariantCulture, $"c{Interlocked.Increment(ref _clients)}");
        var session = new ClientSession(this, id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets)), hello.Request.Name, hello.GetsOwn);
        _sessionsById[id] = session;
        _sessionsBySecret[session.Secret] = session;
        if (_isDisposed)
        {
            End(session, ClientCloseCode.GoingAway, "the server stops");
            return null;
        }

        OnRegistered(session);
        return session;
    }
}
