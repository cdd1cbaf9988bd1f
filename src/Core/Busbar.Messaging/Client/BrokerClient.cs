using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Busbar.Links;
using Busbar.Sockets;

namespace Busbar.Messaging;

/// <summary>
/// A client of a broker in another process, by the wire <c>busbar.v1</c>: joins groups, publishes, sends, asks. It connects by itself, comes back,
/// resumes its session or joins its groups again, and tells what may be missing. All members may be called from any thread.
/// </summary>
/// <remarks>
/// A connection that preserves messages (a WebSocket) carries JSON, an object in each; a byte stream (TCP, TLS, a Unix socket) carries the binary form.
/// Handlers are called one after the other, each awaited before the next.
/// </remarks>
/// <example><code>
/// await using BrokerClient client = await BrokerClient.ConnectAsync("10.0.0.5", 9301);
/// using JoinedGroup feeders = await client.JoinAsync("plant/+/3/#", static (in message) => Console.WriteLine(message.Topic));
/// client.Publish("plant/commands", "true"u8);
/// </code></example>
public sealed partial class BrokerClient : IAsyncDisposable
{
    private readonly Lock _lock = new(); // inside a link's lock, never around it
    private readonly BrokerClientOptions _options;
    private readonly ClientQueue _queue;
    private readonly ClientPending _pending = new();
    private readonly Dictionary<string, ClientGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<long, ClientTopic> _topics = [];
    private readonly Dictionary<string, Func<ReceivedSend, CancellationToken, ValueTask<ReadOnlyMemory<byte>>>> _responders = new(StringComparer.Ordinal);
    private readonly LinkedList<WaitingObject> _waiting = [];
    private string? _session;
    private string _epoch = "";
    private long _position;
    private long _lost;
    private string? _id;

    /// <summary>A client that begins to connect at once.</summary>
    /// <param name="connector">Makes each connection.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BrokerClient(IConnector connector, BrokerClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connector);
        _options = (options ?? new BrokerClientOptions()).Validated();
        _queue = new ClientQueue(_options.MaxQueued, lost => TellGap(new BrokerGap(null, lost)), _options.Logger);
        _link = new PersistentLink<BrokerClientSession>(
            connector,
            SessionOf,
            new LinkOptions { TimeProvider = _options.TimeProvider, Logger = _options.Logger, MaxPendingInput = _options.MaxFrameBytes + BinaryFrameCodec.HeadLength + 1 },
            _options.Reconnect);
        using (ExecutionContext.SuppressFlow())
            _running = Task.Run(KeepConnectedAsync, CancellationToken.None);
    }

    /// <summary>Connects by TCP, in plain text, and waits until the server has let the client in. From then on it comes back by itself.</summary>
    /// <param name="host">A DNS name, an IPv4 or an IPv6 address.</param>
    /// <param name="port">1 to 65535: where a <see cref="BrokerListener"/> listens.</param>
    /// <param name="options">The defaults when null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConnectException">The server is not there, or did not let the client in.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port or an option is out of its range.</exception>
    public static Task<BrokerClient> ConnectAsync(string host, int port, BrokerClientOptions? options = null, CancellationToken cancellationToken = default) =>
        ConnectAsync(TcpConnector.To(host, port, timeProvider: options?.TimeProvider), options, cancellationToken);

    /// <summary>The same by any connector: TLS, a Unix socket, a WebSocket.</summary>
    /// <inheritdoc cref="ConnectAsync(string, int, BrokerClientOptions?, CancellationToken)"/>
    /// <param name="connector">Makes each connection.</param>
    /// <param name="options"/><param name="cancellationToken"/>
    public static async Task<BrokerClient> ConnectAsync(IConnector connector, BrokerClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        var client = new BrokerClient(connector, options);
        try
        {
            await client._first.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What others know this client by; null before the first connection.</summary>
    public string? Id => Volatile.Read(ref _id);

    /// <summary>Whether the connection stands.</summary>
    public bool IsConnected => _link.Current is not null && Volatile.Read(ref _open) is not null;

    /// <summary>Publishes and sends that gave way because too many waited.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Messages that were dropped because handlers were too slow; each was told as a gap.</summary>
    public long Dropped => _queue.Dropped;

    internal long Position => Volatile.Read(ref _position);

    /// <summary>Joins a group. Ends when the server has confirmed, also when that takes until the connection stands.</summary>
    /// <param name="filter">A topic, or a filter with <c>+</c> and <c>#</c>.</param>
    /// <param name="onMessage">Gets what is published, retained states first.</param>
    /// <param name="options">The defaults when null.</param>
    /// <param name="cancellationToken">Ends the wait, and leaves.</param>
    /// <returns>Dispose it to leave.</returns>
    /// <exception cref="ArgumentException">It is no filter.</exception>
    /// <exception cref="BrokerRequestException">The server refused.</exception>
    public Task<JoinedGroup> JoinAsync(
        string filter, Func<ReceivedMessage, ValueTask> onMessage, ClientJoinOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onMessage);
        return JoinAsync(TopicFilter.Parse(filter), new GroupHandler(onMessage, null, options?.OnPresence), options, cancellationToken);
    }

    /// <summary>The same with a handler to which messages are lent: none of them is allocated.</summary>
    /// <inheritdoc cref="JoinAsync(string, Func{ReceivedMessage, ValueTask}, ClientJoinOptions?, CancellationToken)"/>
    public Task<JoinedGroup> JoinAsync(string filter, BorrowedMessageHandler onMessage, ClientJoinOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onMessage);
        return JoinAsync(TopicFilter.Parse(filter), new GroupHandler(null, onMessage, options?.OnPresence), options, cancellationToken);
    }

    /// <summary>Joins a group and gives its messages, as long as they are asked for.</summary>
    /// <param name="filter">A topic, or a filter with <c>+</c> and <c>#</c>.</param>
    /// <param name="options">The defaults when null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">It is no filter.</exception>
    /// <exception cref="BrokerRequestException">The server refused.</exception>
    public async IAsyncEnumerable<ReceivedMessage> ReadAllAsync(
        string filter, ClientJoinOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // When it is full, the client's own queue waits for who reads here; what that has no room for is told as a gap.
        var messages = Channel.CreateBounded<ReceivedMessage>(new BoundedChannelOptions(_options.MaxQueued) { SingleReader = true, SingleWriter = true });
        using JoinedGroup group = await JoinAsync(filter, AddAsync, options, cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
                yield return await messages.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            messages.Writer.Complete(); // a handler that waits for room ends
        }

        async ValueTask AddAsync(ReceivedMessage message)
        {
            while (!messages.Writer.TryWrite(message) && await messages.Writer.WaitToWriteAsync(CancellationToken.None).ConfigureAwait(false))
            {
            }
        }
    }

    /// <summary>Sends to the server, or to one client.</summary>
    /// <param name="value">One JSON text as UTF-8; copied. Empty for <c>null</c>.</param>
    /// <param name="name">What it is; null for nothing.</param>
    /// <param name="to">A client's <see cref="Id"/>; null for the server.</param>
    /// <exception cref="ArgumentException">The value is no JSON.</exception>
    public void Send(ReadOnlySpan<byte> value, string? name = null, string? to = null) => Post(new WaitingObject(ClientObjects.Send(CopyJson(value), name, to), 0));

    /// <summary>Asks the server, or one client.</summary>
    /// <param name="name">What is asked.</param>
    /// <param name="value">One JSON text as UTF-8; empty for <c>null</c>.</param>
    /// <param name="to">A client's <see cref="Id"/>; null for the server.</param>
    /// <param name="timeout">How long the answer may take; <see cref="BrokerClientOptions.AnswerTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait; what was asked is done all the same.</param>
    /// <returns>The answer, one JSON text as UTF-8.</returns>
    /// <exception cref="ArgumentException">The value is no JSON.</exception>
    /// <exception cref="BrokerRequestException">It was refused, or failed, or the connection broke before the answer.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<ReadOnlyMemory<byte>> RequestAsync(
        string name, ReadOnlyMemory<byte> value = default, string? to = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        TimeSpan patience = timeout ?? _options.AnswerTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(patience, TimeSpan.Zero, nameof(timeout));
        ReadOnlyMemory<byte> copy = CopyJson(value.Span);
        JsonElement answer = await AskAsync(id => ClientObjects.Request(name, copy, to, patience, id), patience, cancellationToken).ConfigureAwait(false);
        return Octets(answer.GetProperty("value"u8));
    }

    /// <summary>Who is in a group now.</summary>
    /// <param name="filter">The filter's text, exactly.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BrokerRequestException">The server refused, or the connection broke before its answer.</exception>
    /// <exception cref="TimeoutException">There was no answer within <see cref="BrokerClientOptions.AnswerTimeout"/>.</exception>
    public async Task<IReadOnlyList<GroupMember>> PresenceAsync(string filter, CancellationToken cancellationToken = default)
    {
        string text = TopicFilter.Parse(filter).Text;
        JsonElement answer = await AskAsync(id => ClientObjects.Presence(text, id), _options.AnswerTimeout, cancellationToken).ConfigureAwait(false);
        return Members(answer.GetProperty("clients"u8));
    }

    /// <summary>Answers what the server and other clients ask by that name; a later call replaces the earlier one.</summary>
    /// <param name="name">What is asked.</param>
    /// <param name="answer">Gives one JSON text as UTF-8; what it throws is told to who asked, by its message. Called beside handlers, not behind them.</param>
    public void OnRequest(string name, Func<ReceivedSend, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> answer)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
            _responders[name] = answer;
    }

    private BrokerClientSession SessionOf(Connection connection) =>
        connection.PreservesMessages ? new TextClientSession(this) : new BinaryClientSession(this, _options.MaxFrameBytes);

    private async Task<JoinedGroup> JoinAsync(TopicFilter filter, GroupHandler handler, ClientJoinOptions? options, CancellationToken cancellationToken)
    {
        ClientGroup group = Enter(filter, handler, options?.History ?? 0, out Task joining);
        try
        {
            Kick();
            await joining.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(group, handler);
            throw;
        }

        return new JoinedGroup(this, group, handler);
    }
}
