using Busbar.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Busbar.AspNetCore;

/// <summary>A request for a WebSocket of <c>busbar.v1</c>, over HTTP/1.1 (RFC 6455 §4.2) or a stream of HTTP/2 (RFC 8441).</summary>
internal static class UpgradeRequest
{
    public const string Subprotocol = "busbar.v1";

    private const string Version = "13";
    private const int KeyOctets = 16;

    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public static string? Fault(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isExtended = ExtendedConnect(context) is not null;
        if (!isExtended && (!HttpMethods.IsGet(request.Method) || context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } || !Has(request.Headers.Upgrade.ToString(), "websocket")))
            return "a WebSocket is spoken here, and below by other requests";
        if (request.Headers.SecWebSocketVersion != Version)
            return "Sec-WebSocket-Version must be 13";
        if (!isExtended && !IsKey(request.Headers.SecWebSocketKey.ToString()))
            return "Sec-WebSocket-Key must be 16 octets in Base64";
        return Has(request.Headers.SecWebSocketProtocol.ToString(), Subprotocol) ? null : $"the subprotocol {Subprotocol} must be offered";
    }

    /// <summary>Answers it, and takes over what carries it.</summary>
    public static async Task<UpgradedHttpConnection> AcceptAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.SecWebSocketProtocol = Subprotocol;
        if (ExtendedConnect(context) is { } connect)
            return new UpgradedHttpConnection(context, await connect.AcceptAsync().ConfigureAwait(false), ownsConnection: false);

        response.Headers.Upgrade = "websocket";
        response.Headers.Connection = "Upgrade";
        response.Headers.SecWebSocketAccept = WebSocketHandshake.AcceptOf(context.Request.Headers.SecWebSocketKey.ToString());
        Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        return new UpgradedHttpConnection(context, stream, ownsConnection: true);
    }

    private static IHttpExtendedConnectFeature? ExtendedConnect(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" } connect ? connect : null;

    private static bool Has(string list, string item)
    {
        foreach (Range part in list.AsSpan().Split(','))
        {
            if (list.AsSpan()[part].Trim().Equals(item, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsKey(string key)
    {
        Span<byte> octets = stackalloc byte[KeyOctets + 2];
        return key.Length == 24 && Convert.TryFromBase64String(key, octets, out int written) && written == KeyOctets;
    }
}
