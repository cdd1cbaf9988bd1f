using System.CommandLine;
using System.Globalization;
using System.Net;
using Busbar.AspNetCore;
using Busbar.Messaging;
using Busbar.Tool.Brokers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar broker</c>.</summary>
internal static class BrokerCommand
{
    private const int DefaultPort = 9300;

    private static readonly Option<string> Host = new("--host") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<int> Port = CommandWords.Whole("--port", DefaultPort, "Port to listen on.");
    private static readonly Option<int> Tcp = CommandWords.Whole("--tcp", -1, "Port for services that speak the binary form; none unless given, 0 for any.");
    private static readonly Option<string[]> History = new("--history") { Description = "FILTER=COUNT: so many events of each such topic are kept for clients that come later.", AllowMultipleArgumentsPerToken = false };
    private static readonly Option<int> MaxRate = CommandWords.Whole("--max-rate", new BrokerServerOptions().MaxRate, "Messages a second that one client may publish in the long run.");
    private static readonly Option<string[]> Origin = new("--origin") { Description = "A foreign origin that pages may come from, such as https://example.org; * for all.", AllowMultipleArgumentsPerToken = false };

    public static Command Create()
    {
        var command = new Command("broker", "The broker alone: pages and services join, publish, ask; its client for pages is at /busbar.js.")
        {
            Host, Port, Tcp, BrokerTarget.Key, History, MaxRate, Origin,
        };
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        IPEndPoint endPoint = EndPoints.ToListenOn(context.Get(Host)!, context.Get(Port));
        IPEndPoint? services = context.IsGiven(Tcp) ? EndPoints.ToListenOn(context.Get(Host)!, context.Get(Tcp), "--tcp") : null;
        string? key = BrokerTarget.KeyOf(context);
        HistoryRule[] history = [.. (context.Get(History) ?? []).Select(ParseHistory)];
        int maxRate = context.Get(MaxRate);
        if (maxRate is < 1 or > 100_000_000)
            throw new UsageException(FormattableString.Invariant($"--max-rate must be 1 to 100000000 messages a second, not {maxRate}."));
        string[] origins = context.Get(Origin) ?? [];
        ILogger logger = context.Loggers.CreateLogger<BrokerServer>();

        using var broker = new Broker(new BrokerOptions { History = history, Logger = logger });
        await using var server = new BrokerServer(broker, new BrokerServerOptions { ApiKeys = key is null ? [] : [key], MaxRate = maxRate, MaxBurst = 2 * maxRate, Logger = logger });
        await using BrokerListener? listener = services is null ? null : BrokerListener.Listen(server, services);
        await using WebApplication web = WebHosts.Create(endPoint, context.Loggers);
        BrokerEndpoint endpoint = web.MapBroker("/broker", server, new BrokerEndpointOptions { AllowedOrigins = origins });
        web.MapBrokerClient();
        web.MapWatchbox(server, new WatchboxOptions { AllowedOrigins = origins });
        BrokerStatus.Map(web, endpoint, listener, TimeProvider.System);
        web.MapEmbeddedFiles(typeof(BrokerCommand).Assembly, "dashboard", "broker.html");

        await web.ListenAsync(endPoint, cancellationToken);
        string address = web.Urls.First();
        ToolContext.Say($"open {address} ; clients connect to {address.Replace("http", "ws", StringComparison.Ordinal)}/broker, pages load {address}/busbar.js");
        if (listener is not null)
            ToolContext.Say($"services connect to tcp://{listener.LocalEndPoint}");
        if (!IPAddress.IsLoopback(endPoint.Address))
            ToolContext.Say(key is null ? "anybody who reaches this address may read and publish: no --key was given, and the connection is not encrypted" : "the connection is not encrypted: put a proxy with TLS in front");

        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await server.DisposeAsync(); // clients are told that it stops
            await web.StopAsync(CancellationToken.None);
        }
    }

    private static HistoryRule ParseHistory(string text)
    {
        int equals = text.LastIndexOf('=');
        if (equals < 1 || !int.TryParse(text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
            throw new UsageException($"--history must be FILTER=COUNT, such as plant/#=100, not '{text}'.");
        return BrokerTarget.Checked(() => new HistoryRule(text[..equals], count));
    }
}
