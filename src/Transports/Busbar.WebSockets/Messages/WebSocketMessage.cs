using System.Text;

namespace Busbar.WebSockets;

/// <summary>One whole message: a view on buffers of the session, valid until the handler returns.</summary>
public readonly ref struct WebSocketMessage
{
    internal WebSocketMessage(bool isText, ReadOnlySpan<byte> payload)
    {
        IsText = isText;
        Payload = payload;
    }

    /// <summary>Whether it is text; otherwise it is octets.</summary>
    public bool IsText { get; }

    /// <summary>The payload, unmasked and joined; that of a text is valid UTF-8. Copy what is to be kept.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The payload read as UTF-8, as a new string.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Payload);
}
