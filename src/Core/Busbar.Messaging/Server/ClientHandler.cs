using System.Text;

namespace Busbar.Messaging;

/// <summary>
/// A class whose methods are called for what clients send to the server, by its name, with the JSON value decoded into their parameters.
/// Methods may also ask for the <see cref="ClientMessage"/> and the <see cref="RemoteClient"/>. They are called as the handlers of
/// <see cref="BrokerServer.OnMessage"/> are: of one client one after the other, each awaited. What does not fit and what a method throws is
/// counted and logged.
/// </summary>
/// <example><code>
/// public sealed partial class Doors(BrokerServer server) : ClientHandler(server)
/// {
///     [Event("open")]
///     private void OnOpen(int door, RemoteClient client) => Console.WriteLine($"{client} opens {door}");
/// }
/// </code></example>
[EventTable(EventFormat.Json)]
public abstract class ClientHandler : IDisposable
{
    private readonly BrokerServer _server;
    private IDisposable? _subscription;
    private long _rejected;

    /// <param name="server">Whose clients it listens to, from <see cref="Start"/> on.</param>
    protected ClientHandler(BrokerServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        _server = server;
    }

    /// <summary>Messages whose value was not what the method takes; it was not called.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Begins to listen. More than once does nothing.</summary>
    public void Start() => _subscription ??= _server.OnMessage(HandleAsync);

    /// <summary>Listens no more; a call that runs goes on.</summary>
    public void Dispose()
    {
        _subscription?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Calls the method of that name; generated.</summary>
    /// <param name="name">The message's name as UTF-8; empty when it has none.</param>
    /// <param name="payload">Its value.</param>
    /// <param name="message">For methods that ask for it.</param>
    /// <param name="client">The same.</param>
    protected virtual EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload, ClientMessage message, RemoteClient client) => EventOutcome.NotFound;

    private async ValueTask HandleAsync(ClientMessage message)
    {
        EventOutcome outcome = DispatchEvent(Encoding.UTF8.GetBytes(message.Name ?? ""), message.Value.Span, message, message.Client);
        if (outcome.Fault is { } fault)
        {
            long count = Interlocked.Increment(ref _rejected);
            if (long.IsPow2(count))
                _server.Options.Logger.MessageRejected(GetType().Name, fault.ToString(), count);
        }

        await outcome.Completion.ConfigureAwait(false);
    }
}
