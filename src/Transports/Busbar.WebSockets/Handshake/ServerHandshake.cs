using System.Net;
using System.Text;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>A server's side of the opening handshake, octets in and octets out; RFC 6455 §4.2.</summary>
internal static class ServerHandshake
{
    /// <summary>Judges what a client sent.</summary>
    /// <param name="octets">What was received so far.</param>
    /// <param name="options">Whom to let in.</param>
    /// <returns>Null when more octets are needed.</returns>
    public static ServerAnswer? Judge(ReadOnlySpan<byte> octets, WebSocketHandshakeOptions options)
    {
        FrameStatus status = HttpHeadReader.Read(octets, options.MaxHeadLength, out HttpHead? head);
        return status.Kind switch
        {
            FrameStatusKind.Incomplete => null,
            FrameStatusKind.Malformed => Refuse(
                ReferenceEquals(status.Rule, HttpHeadReader.TooLong) ? HttpStatusCode.RequestHeaderFieldsTooLarge : HttpStatusCode.BadRequest, $"{status.Rule} (offset {status.Offset})"),
            _ => Judge(head!, status.Consumed, options),
        };
    }

    private static ServerAnswer Judge(HttpHead head, int consumed, WebSocketHandshakeOptions options)
    {
        if (Breach(head) is { } refusal)
            return refusal;

        var request = new WebSocketRequest(head, head.Single("Sec-WebSocket-Key")!);
        if (request.Origin is not null && !options.AllowOrigin(request))
            return Refuse(HttpStatusCode.Forbidden, "pages of this origin are not let in");
        HttpStatusCode answer = options.Answer(request);
        if (answer != HttpStatusCode.SwitchingProtocols)
            return Refuse(answer, "the request is not let in");

        string? subprotocol = WebSocketHandshake.ChooseSubprotocol(options.Subprotocols, request.Subprotocols);
        string response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {WebSocketHandshake.AcceptOf(request.Key)}\r\n"
            + (subprotocol is null ? "\r\n" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n");
        return new ServerAnswer(Encoding.ASCII.GetBytes(response), HttpStatusCode.SwitchingProtocols, "", consumed, request, subprotocol);
    }

    private static ServerAnswer? Breach(HttpHead head)
    {
        if (!head.Third.StartsWith("HTTP/", StringComparison.Ordinal))
            return Refuse(HttpStatusCode.BadRequest, "the first line must be a method, a target and HTTP/1.1");
        if (head.Third != "HTTP/1.1")
            return Refuse(HttpStatusCode.HttpVersionNotSupported, "the version must be HTTP/1.1");
        if (head.First != "GET")
            return Refuse(HttpStatusCode.MethodNotAllowed, "the method must be GET", "Allow: GET\r\n");
        if (!head.Second.StartsWith('/'))
            return Refuse(HttpStatusCode.BadRequest, "the target must be a path");
        if (head.Single("Host") is not { Length: > 0 })
            return Refuse(HttpStatusCode.BadRequest, "there must be one Host");
        if (head.Joined("Content-Length") is not (null or "0") || head.Joined("Transfer-Encoding") is not null)
            return Refuse(HttpStatusCode.BadRequest, "a request for an upgrade must have no body");
        if (!head.Has("Upgrade", "websocket") || !head.Has("Connection", "Upgrade"))
            return Refuse(HttpStatusCode.UpgradeRequired, "only WebSocket is spoken here", "Upgrade: websocket\r\nConnection: Upgrade\r\n");
        if (head.Single("Sec-WebSocket-Version") != WebSocketHandshake.Version)
            return Refuse(HttpStatusCode.UpgradeRequired, "Sec-WebSocket-Version must be 13", $"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: {WebSocketHandshake.Version}\r\n");
        return head.Single("Sec-WebSocket-Key") is { } key && WebSocketHandshake.IsKey(key)
            ? null
            : Refuse(HttpStatusCode.BadRequest, "Sec-WebSocket-Key must be 16 octets in Base64");
    }

    /// <summary>An answer that closes the connection, with the rule as its text.</summary>
    private static ServerAnswer Refuse(HttpStatusCode status, string rule, string fields = "")
    {
        string connection = fields.Contains("Connection:", StringComparison.Ordinal) ? fields.Replace("Connection: Upgrade", "Connection: Upgrade, close", StringComparison.Ordinal) : $"{fields}Connection: close\r\n";
        string text = $"{rule}\n";
        string response = FormattableString.Invariant(
            $"HTTP/1.1 {(int)status} {Phrase(status)}\r\n{connection}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\n\r\n{text}");
        return new ServerAnswer(Encoding.UTF8.GetBytes(response), status, rule, 0, null, null);
    }

    private static string Phrase(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => "Bad Request",
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.Forbidden => "Forbidden",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.MethodNotAllowed => "Method Not Allowed",
        HttpStatusCode.UpgradeRequired => "Upgrade Required",
        HttpStatusCode.RequestHeaderFieldsTooLarge => "Request Header Fields Too Large",
        HttpStatusCode.ServiceUnavailable => "Service Unavailable",
        HttpStatusCode.HttpVersionNotSupported => "HTTP Version Not Supported",
        _ => "Refused",
    };
}
