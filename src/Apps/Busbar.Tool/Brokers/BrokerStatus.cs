using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Busbar.AspNetCore;
using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Busbar.Tool.Brokers;

/// <summary>
/// <c>GET /api/broker?find=TEXT&amp;take=200</c>: who is there and how much passes, for the page and for scripts. Counts are since the start, so
/// that whoever asks twice has rates. A broker that asks its clients for a key asks here as well.
/// </summary>
internal sealed class BrokerStatus(BrokerEndpoint endpoint, BrokerListener? listener, TimeProvider time)
{
    private const int DefaultTake = 200;
    private const int MaxTake = 10_000;
    private const int MaxListedFilters = 20;

    private readonly BrokerServer _server = endpoint.Server;
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public static void Map(IEndpointRouteBuilder endpoints, BrokerEndpoint endpoint, BrokerListener? listener, TimeProvider time) =>
        endpoints.MapGet("/api/broker", new BrokerStatus(endpoint, listener, time).ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (_server.AsksForKey && !_server.AcceptsKey(context.Request.Headers["X-Api-Key"]))
        {
            await Results.Problem("This broker asks for a key: X-Api-Key.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
            return;
        }

        int take = DefaultTake;
        if (context.Request.Query["take"].ToString() is { Length: > 0 } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is < 1 or > MaxTake))
        {
            await Results.Problem($"take must be 1 to {MaxTake}.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, ToolJson.Readable))
            Write(json, context.Request.Query["find"].ToString(), take);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, string text, int take)
    {
        IReadOnlyList<RemoteClient> clients = _server.Clients;
        json.WriteStartObject();
        json.WriteString("epoch", _server.Epoch);
        json.WriteNumber("now", time.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteNumber("startedAt", _startedAt.ToUnixTimeMilliseconds());
        WriteTotals(json, clients.Count);
        WriteGroups(json, GroupRow.Find(_server.Broker, clients, text, take, out int found), found);
        WriteClients(json, [.. clients.Where(client => IsMeant(client, text))], take);
        json.WriteEndObject();
    }

    private void WriteTotals(Utf8JsonWriter json, int clients)
    {
        Broker broker = _server.Broker;
        OutletCounts counts = broker.OutletCounts;
        json.WriteNumber("clientCount", clients);
        json.WriteNumber("connections", endpoint.Connections + (listener?.OpenConnections ?? 0));
        json.WriteNumber("topics", broker.TopicCount);
        json.WriteNumber("published", broker.Published);
        json.WriteNumber("delivered", _server.MessagesDelivered);
        json.WriteNumber("encoded", _server.MessagesEncoded);
        json.WriteNumber("skipped", counts.Skipped);
        json.WriteNumber("dropped", counts.Dropped);
        json.WriteNumber("faults", _server.Faults);
        json.WriteNumber("retainedBytes", broker.RetainedBytes);
        json.WriteNumber("historyBytes", broker.HistoryBytes);
    }

    private static void WriteGroups(Utf8JsonWriter json, IReadOnlyList<GroupRow> rows, int found)
    {
        json.WriteNumber("groupsFound", found);
        json.WriteStartArray("groups");
        foreach (GroupRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteString("kind", row.Topic switch { null => null, { Kind: TopicKind.State } => "state", _ => "event" });
            json.WriteNumber("clients", row.Clients);
            json.WriteNumber("receivers", row.Topic?.SubscriberCount ?? row.Clients);
            if (row.Published is { } published)
                json.WriteNumber("published", published);
            else
                json.WriteNull("published");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteClients(Utf8JsonWriter json, RemoteClient[] found, int take)
    {
        json.WriteNumber("clientsFound", found.Length);
        json.WriteStartArray("clients");
        foreach (RemoteClient client in found.OrderByDescending(static client => client.Counts.Dropped > 0).ThenBy(NumberOf).Take(take).OrderBy(NumberOf))
        {
            OutletCounts counts = client.Counts;
            IReadOnlyList<string> filters = client.Filters;
            json.WriteStartObject();
            json.WriteString("client", client.Id);
            json.WriteString("name", client.Name);
            json.WriteBoolean("connected", client.IsConnected);
            json.WriteNumber("published", client.Published);
            json.WriteNumber("delivered", counts.Delivered);
            json.WriteNumber("waiting", client.Waiting);
            json.WriteNumber("skipped", counts.Skipped);
            json.WriteNumber("dropped", counts.Dropped);
            json.WriteNumber("groupCount", filters.Count);
            json.WriteStartArray("groups");
            foreach (string filter in filters.Take(MaxListedFilters))
                json.WriteStringValue(filter);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool IsMeant(RemoteClient client, string text) =>
        text.Length == 0
        || client.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
        || client.Name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
        || client.Filters.Any(filter => filter.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The number in <c>c7</c>, so that clients stand in the order in which they came.</summary>
    private static long NumberOf(RemoteClient client) => long.TryParse(client.Id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
}
