using System.Globalization;
using System.Net;
using System.Text;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>A client's side of the opening handshake, octets out and octets in; RFC 6455 §4.1.</summary>
internal sealed class ClientHandshake(string host, string target, WebSocketConnectorOptions options)
{
    private readonly string _key = WebSocketHandshake.NewKey();

    /// <summary>The request.</summary>
    public byte[] Request()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"GET {target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Sec-WebSocket-Version: {WebSocketHandshake.Version}\r\nSec-WebSocket-Key: {_key}\r\n");
        if (options.Subprotocols.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"Sec-WebSocket-Protocol: {string.Join(", ", options.Subprotocols)}\r\n");
        foreach (KeyValuePair<string, string> header in options.Headers)
            text.Append(CultureInfo.InvariantCulture, $"{header.Key}: {header.Value}\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>Judges what the server sent.</summary>
    /// <param name="octets">What was received so far.</param>
    /// <param name="subprotocol">The one that was agreed to; null for none.</param>
    /// <returns>Octets of the response, behind which the WebSocket begins; 0 when more are needed.</returns>
    /// <exception cref="WebSocketHandshakeException">It is no answer, or the server refused.</exception>
    public int Judge(ReadOnlySpan<byte> octets, out string? subprotocol)
    {
        subprotocol = null;
        FrameStatus status = HttpHeadReader.Read(octets, options.MaxHeadLength, out HttpHead? head);
        if (status.Kind == FrameStatusKind.Incomplete)
            return 0;
        if (status.Kind == FrameStatusKind.Malformed)
            throw new WebSocketHandshakeException($"{status.Rule} (offset {status.Offset})");
        if (!head!.First.StartsWith("HTTP/1.1", StringComparison.Ordinal) || !int.TryParse(head.Second, NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            throw new WebSocketHandshakeException("the server must answer with HTTP/1.1 and a status");
        if (code != (int)HttpStatusCode.SwitchingProtocols)
            throw new WebSocketHandshakeException("the server did not switch protocols", (HttpStatusCode)code);

        subprotocol = head.Single("Sec-WebSocket-Protocol");
        if (Breach(head, subprotocol) is { } rule)
            throw new WebSocketHandshakeException(rule, HttpStatusCode.SwitchingProtocols);
        return status.Consumed;
    }

    private string? Breach(HttpHead head, string? subprotocol)
    {
        if (!head.Has("Upgrade", "websocket") || !head.Has("Connection", "Upgrade"))
            return "the server must upgrade to websocket";
        if (head.Single("Sec-WebSocket-Accept") != WebSocketHandshake.AcceptOf(_key))
            return "Sec-WebSocket-Accept must answer the key";
        if (head.Joined("Sec-WebSocket-Extensions") is not null)
            return "the server must not use an extension, none was offered";
        return head.Joined("Sec-WebSocket-Protocol") is null || (subprotocol is not null && options.Subprotocols.Contains(subprotocol, StringComparer.Ordinal))
            ? null
            : "the subprotocol must be one that was offered";
    }
}
