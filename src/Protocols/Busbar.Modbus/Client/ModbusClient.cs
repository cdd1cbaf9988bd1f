using System.Net.Security;
using Busbar.Links;
using Busbar.Sockets;

namespace Busbar.Modbus;

/// <summary>
/// A Modbus client: connects when it is first asked, and again when the connection was lost. All members may be called from any
/// thread; requests beyond <see cref="ModbusClientOptions.MaxInFlight"/> wait their turn and leave in the order of the calls (those
/// made while there is no connection, in any order). The value tasks are to be awaited once.
/// </summary>
/// <remarks>
/// Requests end with what was asked, or with <see cref="ModbusServerException"/> (refused), <see cref="ModbusTimeoutException"/> (not
/// answered in time), <see cref="ModbusProtocolException"/> (answered with what is no answer), <see cref="ModbusQueueFullException"/>,
/// <see cref="ConnectException"/> or <see cref="LinkClosedException"/>. A cancelled one leaves the connection usable.
/// </remarks>
public sealed partial class ModbusClient : IAsyncDisposable
{
    /// <summary>The port of Modbus TCP.</summary>
    public const int DefaultPort = 502;

    private const int MaxConnectsPerRequest = 3;

    private readonly PersistentLink<ClientSession> _link;
    private readonly ClientCounters _counters = new();
    private int _unconnected; // requests that wait for the connection
    private bool _disposed;

    /// <summary>Nothing is connected before the first request.</summary>
    /// <param name="connector">Makes each connection.</param>
    /// <param name="options">How the client behaves.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ModbusClient(IConnector connector, ModbusClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connector);
        Options = (options ?? new ModbusClientOptions()).Validated();
        var link = new LinkOptions { TimeProvider = Options.TimeProvider, Logger = Options.Logger };
        _link = new PersistentLink<ClientSession>(connector, CreateSession, link, Options.Reconnect);
    }

    /// <summary>The target for people and logs: <c>10.0.0.5:502</c>.</summary>
    public string Target => _link.Target;

    /// <summary>Whether there is a connection at this moment.</summary>
    public bool IsConnected => _link.Current is not null;

    /// <summary>What was counted since the client was made.</summary>
    public ModbusClientStatistics Statistics => _counters.Snapshot();

    internal ModbusClientOptions Options { get; }

    /// <summary>A client that is connected by TCP. It connects again when the connection is lost.</summary>
    /// <param name="host">A DNS name, an IPv4 or an IPv6 address.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConnectException">The connection could not be made.</exception>
    public static Task<ModbusClient> ConnectAsync(string host, int port = DefaultPort, CancellationToken cancellationToken = default) =>
        ConnectAsync(host, port, new ModbusClientOptions(), cancellationToken);

    /// <summary>A client that is connected by TCP. It connects again when the connection is lost.</summary>
    /// <param name="host">A DNS name, an IPv4 or an IPv6 address.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="options">How the client behaves.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConnectException">The connection could not be made.</exception>
    public static async Task<ModbusClient> ConnectAsync(string host, int port, ModbusClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return await OpenAsync(TcpConnector.To(host, port, timeProvider: options.TimeProvider), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A client that is connected by Modbus/TCP Security. It connects again when the connection is lost.</summary>
    /// <param name="host">A DNS name, an IPv4 or an IPv6 address, which the server's certificate must name.</param>
    /// <param name="port">1 to 65,535; <see cref="ModbusSecurity.DefaultPort"/> by the specification.</param>
    /// <param name="tls">Certificates and checks, those of <see cref="ModbusSecurity.ClientOptions"/> for example.</param>
    /// <param name="options">How the client behaves; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConnectException">The connection could not be made, or one side did not trust the other.</exception>
    public static async Task<ModbusClient> ConnectTlsAsync(
        string host, int port, SslClientAuthenticationOptions tls, ModbusClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tls);
        options ??= new ModbusClientOptions();
        return await OpenAsync(TcpConnector.ToTls(host, port, tls, timeProvider: options.TimeProvider), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects now rather than at the first request.</summary>
    /// <exception cref="ConnectException">The connection could not be made.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default) => await _link.GetAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the connection; requests under way end with <see cref="LinkClosedException"/>.</summary>
    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _disposed, true);
        return _link.DisposeAsync();
    }

    /// <summary>Sends a request again whose link closed, when it may be.</summary>
    /// <returns>True when it will be completed later.</returns>
    internal bool Repeat(Transaction transaction)
    {
        if (transaction.RetriesLeft == 0 || transaction.CancellationToken.IsCancellationRequested || Volatile.Read(ref _disposed))
            return false;

        transaction.RetriesLeft--;
        _counters.Retry();
        _ = ConnectAndSubmitAsync(transaction);
        return true;
    }

    private static async Task<ModbusClient> OpenAsync(IConnector connector, ModbusClientOptions options, CancellationToken cancellationToken)
    {
        var client = new ModbusClient(connector, options);
        try
        {
            await client.OpenAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private ClientSession CreateSession(Connection connection)
    {
        Func<CloseReason, Exception> closed = reason => new LinkClosedException(connection.Target, reason);
        return Options.Framing == ModbusFraming.Tcp
            ? new TcpClientSession(Options, _counters, closed, connection.PreservesMessages)
            : new SerialClientSession(Options, _counters, closed, connection.CharacterTime, connection.PreservesMessages);
    }

    [HotPath]
    private void Begin(Transaction transaction, int unit, int pduLength, int retries, CancellationToken cancellationToken)
    {
        transaction.Begin(this, (byte)unit, pduLength, retries, cancellationToken);
        if (cancellationToken.IsCancellationRequested)
        {
            CompleteNow(transaction, TransactionOutcome.Canceled);
            return;
        }

        if (_link.Current is not { } link || !TrySubmit(link, transaction))
            _ = ConnectAndSubmitAsync(transaction); // ends with the transaction, which the caller awaits
        transaction.ListenToCancellation();
    }

    /// <returns>False when the link has closed.</returns>
    [HotPath]
    private static bool TrySubmit(Link<ClientSession> link, Transaction transaction)
    {
        TransactionOutcome outcome = TransactionOutcome.Pending;
        try
        {
            using LinkScope<ClientSession> scope = link.Enter();
            if (transaction.EnterLink(link))
                outcome = TransactionOutcome.Canceled;
            else if (!scope.Session.Submit(transaction, link, scope.Now, scope.Output))
                outcome = TransactionOutcome.QueueFull;
        }
        catch (LinkClosedException)
        {
            return false;
        }

        // From here on a transaction that was submitted may have been completed, awaited and be in use for another request.
        if (outcome != TransactionOutcome.Pending)
            CompleteNow(transaction, outcome);
        return true;
    }

    private static void CompleteNow(Transaction transaction, TransactionOutcome outcome)
    {
        transaction.End(outcome);
        transaction.CompleteNow();
    }

    /// <summary>Never throws: what fails is the transaction.</summary>
    private async Task ConnectAndSubmitAsync(Transaction transaction)
    {
        CancellationToken cancellationToken = transaction.CancellationToken;
        int waiting = Interlocked.Increment(ref _unconnected);
        try
        {
            if (waiting > Options.MaxInFlight + Options.MaxQueued)
            {
                CompleteNow(transaction, TransactionOutcome.QueueFull);
                return;
            }

            for (int attempt = 0; attempt < MaxConnectsPerRequest; attempt++)
            {
                Link<ClientSession> link = await _link.GetAsync(cancellationToken).ConfigureAwait(false);
                if (TrySubmit(link, transaction))
                    return;
            }

            transaction.Fail(new LinkClosedException(Target, CloseReason.Remote)); // it takes connections and ends them at once
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            transaction.End(TransactionOutcome.Canceled);
        }
        catch (Exception exception)
        {
            transaction.Fail(exception);
        }
        finally
        {
            Interlocked.Decrement(ref _unconnected);
        }

        transaction.CompleteNow();
    }
}
