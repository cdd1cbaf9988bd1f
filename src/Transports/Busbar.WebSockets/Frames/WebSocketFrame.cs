namespace Busbar.WebSockets;

/// <summary>One frame: a view on the received octets, valid as long as they are.</summary>
public readonly ref struct WebSocketFrame
{
    internal WebSocketFrame(WebSocketFrameHeader header, ReadOnlySpan<byte> payload)
    {
        Header = header;
        Payload = payload;
    }

    /// <summary>What stands in front of the payload.</summary>
    public WebSocketFrameHeader Header { get; }

    /// <summary>The payload as it came: still masked when the header says so.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>What the frame is.</summary>
    public WebSocketOpcode Opcode => Header.Opcode;

    /// <summary>Whether it is the last of its message.</summary>
    public bool IsFinal => Header.IsFinal;

    /// <summary>Copies the payload, unmasked.</summary>
    /// <param name="destination">At least as long as the payload.</param>
    /// <exception cref="ArgumentException">It is shorter.</exception>
    public void CopyPayloadTo(Span<byte> destination)
    {
        if (Header.IsMasked)
            WebSocketMask.Apply(Payload, destination, Header.MaskingKey);
        else
            Payload.CopyTo(destination);
    }
}
