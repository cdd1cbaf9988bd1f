using System.CommandLine;
using Busbar.Links;
using Busbar.Messaging;
using Busbar.Sockets;
using Busbar.WebSockets;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool.Brokers;

/// <summary>The options that say which broker is meant; the same for all commands that are its clients.</summary>
internal static class BrokerTarget
{
    private const string KeyVariable = "BUSBAR_KEY";

    private static readonly Option<string> Url = new("--url") { Description = "The broker's address: ws, wss, or tcp and tls for the binary form.", DefaultValueFactory = _ => "ws://127.0.0.1:9300/broker" };
    private static readonly Option<double> Timeout = CommandWords.Number("--timeout", 10, "Seconds to wait for the connection, and for an answer.");

    public static Option<string?> Key { get; } = new("--key") { Description = $"The key that the broker asks of its clients; {KeyVariable} in the environment unless given." };

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Url, Key, Timeout })
            command.Options.Add(option);
    }

    public static string? KeyOf(ToolContext context) => context.Get(Key) ?? Environment.GetEnvironmentVariable(KeyVariable);

    /// <summary>Runs what checks its arguments, and says what it says.</summary>
    public static T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter", StringSplitOptions.None)[0]);
        }
    }

    /// <summary>A client whose connection stands.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public static async Task<BrokerClient> ConnectAsync(ToolContext context, BrokerClientOptions options, CancellationToken cancellationToken)
    {
        double seconds = context.Get(Timeout);
        if (seconds is not (> 0 and <= 3600))
            throw new UsageException(FormattableString.Invariant($"--timeout must be more than 0 and at most 3600 seconds, not {seconds}."));
        var timeout = TimeSpan.FromSeconds(seconds);

        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IConnector connector = ConnectorTo(context.Get(Url)!, timeout);
        var client = new BrokerClient(connector, options with
        {
            Key = KeyOf(context),
            AnswerTimeout = timeout,
            Logger = context.LoggersIfAsked.CreateLogger<BrokerClient>(),
            OnConnected = resumed =>
            {
                if (!first.TrySetResult())
                    ToolContext.Say(resumed ? "connected again" : "connected again, in a new session");
                return ValueTask.CompletedTask;
            },
            OnDisconnected = reason =>
            {
                if (!first.TrySetException(new IOException(reason)))
                    ToolContext.Say($"the connection was lost: {reason}");
                return ValueTask.CompletedTask;
            },
        });
        try
        {
            await first.Task.WaitAsync(timeout, cancellationToken);
            return client;
        }
        catch (Exception exception)
        {
            await client.DisposeAsync();
            if (exception is TimeoutException)
                throw new ConnectException(connector.Target, FormattableString.Invariant($"no answer within {seconds} s"));
            throw;
        }
    }

    private static IConnector ConnectorTo(string text, TimeSpan timeout)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            url = null;
        bool isBare = url is { Port: > 0, AbsolutePath: "" or "/", Query: "" };
        return url?.Scheme switch
        {
            "ws" or "wss" => WebSocketTextConnector.To(url, new WebSocketConnectorOptions { Subprotocols = ["busbar.v1"], ConnectTimeout = timeout }),
            "tcp" when isBare => TcpConnector.To(url.IdnHost, url.Port),
            "tls" when isBare => TcpConnector.ToTls(url.IdnHost, url.Port),
            _ => throw new UsageException($"--url must be an address such as ws://127.0.0.1:9300/broker or tcp://127.0.0.1:9301, not '{text}'."),
        };
    }
}
