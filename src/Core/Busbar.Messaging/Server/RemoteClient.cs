using System.Collections.Concurrent;

namespace Busbar.Messaging;

/// <summary>
/// One client as the server's code holds it, from its hello until its session ends; a connection that breaks meanwhile changes nothing but
/// <see cref="IsConnected"/>. All members may be called from any thread, also inside handlers.
/// </summary>
public sealed class RemoteClient
{
    private readonly ClientSession _session;

    internal RemoteClient(ClientSession session) => _session = session;

    /// <summary>What others know it by: <c>c7</c>. No secret.</summary>
    public string Id => _session.Id;

    /// <summary>What it wants to be called; null for nothing. It says so itself, and several may say the same.</summary>
    public string? Name => _session.Name;

    /// <summary>A connection is there; otherwise what is sent waits, within bounds, until the client comes back or its grace is over.</summary>
    public bool IsConnected => _session.IsConnected;

    /// <summary>Its session has ended: nothing reaches it any more.</summary>
    public bool HasLeft => _session.IsEnded;

    /// <summary>The filters it has joined, as they are now.</summary>
    public IReadOnlyList<string> Filters => _session.Joined;

    /// <summary>Messages that it published.</summary>
    public long Published => _session.Published;

    /// <summary>Messages of topics that wait for it.</summary>
    public int Waiting => _session.Outlet.Count;

    /// <summary>What became of the messages of topics that were for it.</summary>
    public OutletCounts Counts => _session.Outlet.Counts;

    /// <summary>What the server's code wants to know of it.</summary>
    public ConcurrentDictionary<string, object?> State { get; } = new(StringComparer.Ordinal);

    /// <summary>Sends something to this client alone: in the order of the calls, and again when a connection broke.</summary>
    /// <param name="name">What it is; null for nothing.</param>
    /// <param name="value">One JSON text as UTF-8, copied; empty for <c>null</c>.</param>
    /// <returns>False when too much waits for the client, or it has left: nothing was sent.</returns>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    public bool TrySend(string? name, ReadOnlySpan<byte> value)
    {
        BrokerServer.CheckJson(value);
        return _session.TryAddObject(_session.Server.MakeSend(null, name, value), takesPosition: true);
    }

    /// <summary>The same, waiting while too much waits for the client.</summary>
    /// <inheritdoc cref="TrySend"/>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the client has left.</returns>
    /// <param name="name"/><param name="value"/>
    public async Task<bool> SendAsync(string? name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        while (!TrySend(name, value.Span))
        {
            if (HasLeft)
                return false;
            await _session.WaitForRoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Asks the client something.</summary>
    /// <param name="name">What; null for nothing.</param>
    /// <param name="value">One JSON text as UTF-8, copied; empty for <c>null</c>.</param>
    /// <param name="timeout">How long the answer may take, to some hundred milliseconds; <see cref="BrokerServerOptions.RequestTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait; the client is not told.</param>
    /// <returns>JSON as UTF-8; not to be believed.</returns>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    /// <exception cref="ClientRequestException">The client refused, has left, or too much waits for it.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    public Task<ReadOnlyMemory<byte>> RequestAsync(string? name, ReadOnlyMemory<byte> value, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        BrokerServer.CheckJson(value.Span);
        if (timeout is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(timeout));
        BrokerServer server = _session.Server;
        var request = new OwnRequest(Id, server.Now() + server.ToTicks(timeout ?? server.Options.RequestTimeout));
        if (_session.TryAsk(request, null, name, value.Span) is { } error)
            throw new ClientRequestException(Id, error == WireError.NoClient ? "it has left" : "too much waits for it");
        return request.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the client's session; its connection closes with 1008. Takes effect soon after it returns.</summary>
    /// <param name="reason">Why, for the client's people; ASCII of at most 100 characters.</param>
    public void Close(string reason = "closed by the server")
    {
        ArgumentNullException.ThrowIfNull(reason);
        _session.Server.EndLater(_session, ClientCloseCode.PolicyViolation, reason);
    }

    /// <inheritdoc/>
    public override string ToString() => Name is null ? Id : $"{Id} ({Name})";

    internal ClientSession Session => _session;
}
