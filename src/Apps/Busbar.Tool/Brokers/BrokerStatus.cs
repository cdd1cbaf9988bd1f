using System.Buffers;
using System.Text.Json;
using Busbar.AspNetCore;
using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Busbar.Tool.Brokers;

/// <summary><c>GET /api/broker</c>: who is there and how much passes, for people and scripts.</summary>
internal static class BrokerStatus
{
    public static void Map(IEndpointRouteBuilder endpoints, BrokerEndpoint endpoint, BrokerListener? listener, TimeProvider time)
    {
        DateTimeOffset startedAt = time.GetUtcNow();
        endpoints.MapGet("/api/broker", async context =>
        {
            var buffer = new ArrayBufferWriter<byte>(1024);
            using (var json = new Utf8JsonWriter(buffer, ToolJson.Readable))
                Write(json, endpoint, listener, startedAt, time.GetUtcNow());
            context.Response.ContentType = "application/json";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
        });
    }

    private static void Write(Utf8JsonWriter json, BrokerEndpoint endpoint, BrokerListener? listener, DateTimeOffset startedAt, DateTimeOffset now)
    {
        BrokerServer server = endpoint.Server;
        IReadOnlyList<RemoteClient> clients = server.Clients;
        json.WriteStartObject();
        json.WriteString("epoch", server.Epoch);
        json.WriteNumber("now", now.ToUnixTimeMilliseconds());
        json.WriteNumber("startedAt", startedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("connections", endpoint.Connections + (listener?.OpenConnections ?? 0));
        json.WriteNumber("topics", server.Broker.TopicCount);
        json.WriteNumber("delivered", server.MessagesDelivered);
        json.WriteNumber("encoded", server.MessagesEncoded);
        json.WriteNumber("faults", server.Faults);
        json.WriteNumber("retainedBytes", server.Broker.RetainedBytes);
        json.WriteNumber("historyBytes", server.Broker.HistoryBytes);
        json.WriteStartArray("clients");
        foreach (RemoteClient client in clients)
        {
            json.WriteStartObject();
            json.WriteString("client", client.Id);
            json.WriteString("name", client.Name);
            json.WriteBoolean("connected", client.IsConnected);
            json.WriteStartArray("groups");
            foreach (string filter in client.Filters)
                json.WriteStringValue(filter);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("groups");
        foreach (IGrouping<string, string> group in clients.SelectMany(client => client.Filters).GroupBy(filter => filter, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("filter", group.Key);
            json.WriteNumber("clients", group.Count());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
