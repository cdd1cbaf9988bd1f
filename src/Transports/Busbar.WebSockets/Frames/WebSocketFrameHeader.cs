namespace Busbar.WebSockets;

/// <summary>What stands in front of a frame's payload; RFC 6455 §5.2.</summary>
public readonly record struct WebSocketFrameHeader
{
    internal WebSocketFrameHeader(WebSocketOpcode opcode, bool isFinal, bool isMasked, uint maskingKey, int payloadLength)
    {
        Opcode = opcode;
        IsFinal = isFinal;
        IsMasked = isMasked;
        MaskingKey = maskingKey;
        PayloadLength = payloadLength;
    }

    /// <summary>What the frame is.</summary>
    public WebSocketOpcode Opcode { get; }

    /// <summary>Whether it is the last of its message (FIN).</summary>
    public bool IsFinal { get; }

    /// <summary>Whether the payload is masked: that of a client is, that of a server is not.</summary>
    public bool IsMasked { get; }

    /// <summary>The key as its four octets lie in memory, for <see cref="WebSocketMask.Apply"/>; 0 when not masked.</summary>
    public uint MaskingKey { get; }

    /// <summary>Octets of the payload, 0 to the codec's maximum.</summary>
    public int PayloadLength { get; }

    /// <summary>Whether it is a close, ping or pong, which may stand between the frames of a message.</summary>
    public bool IsControl => WebSocketFrameCodec.IsControl(Opcode);
}
