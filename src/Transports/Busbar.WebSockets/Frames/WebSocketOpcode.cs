namespace Busbar.WebSockets;

/// <summary>What a frame is; RFC 6455 §5.2. Values of 8 and above are control frames.</summary>
public enum WebSocketOpcode : byte
{
    /// <summary>The next part of a message whose first frame was not its last.</summary>
    Continuation = 0x0,

    /// <summary>A message of UTF-8, or the first part of one.</summary>
    Text = 0x1,

    /// <summary>A message of octets, or the first part of one.</summary>
    Binary = 0x2,

    /// <summary>The wish to close, or the answer to it; §5.5.1.</summary>
    Close = 0x8,

    /// <summary>To be answered with a pong of the same payload; §5.5.2.</summary>
    Ping = 0x9,

    /// <summary>The answer to a ping, or a sign of life; §5.5.3.</summary>
    Pong = 0xA,
}
