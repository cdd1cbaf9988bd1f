using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>What sends during one call into a session. All that is sent during the call leaves with one flush.</summary>
public readonly ref struct WebSocketSender
{
    private readonly WebSocketSession _session;
    private readonly SessionOutput _output;
    private readonly long _now;

    internal WebSocketSender(WebSocketSession session, SessionOutput output, long now)
    {
        _session = session;
        _output = output;
        _now = now;
    }

    /// <summary>Octets that were sent and not yet handed to the transport: what a sender with much to say looks at.</summary>
    public int PendingOctets => _output.PendingOctets;

    /// <inheritdoc cref="WebSocketSession.TrySendText(ReadOnlySpan{byte}, SessionOutput)"/>
    [HotPath]
    public bool TrySendText(ReadOnlySpan<byte> utf8) => _session.TrySendText(utf8, _output);

    /// <inheritdoc cref="WebSocketSession.TrySendText(ReadOnlySpan{char}, SessionOutput)"/>
    [HotPath]
    public bool TrySendText(ReadOnlySpan<char> text) => _session.TrySendText(text, _output);

    /// <inheritdoc cref="WebSocketSession.TrySendBinary(ReadOnlySpan{byte}, SessionOutput)"/>
    [HotPath]
    public bool TrySendBinary(ReadOnlySpan<byte> payload) => _session.TrySendBinary(payload, _output);

    /// <inheritdoc cref="WebSocketSession.TrySendFrames(ReadOnlySpan{byte}, SessionOutput)"/>
    [HotPath]
    public bool TrySendFrames(ReadOnlySpan<byte> frames) => _session.TrySendFrames(frames, _output);

    /// <inheritdoc cref="WebSocketSession.TryClose(WebSocketCloseCode, ReadOnlySpan{char}, long, SessionOutput)"/>
    public bool TryClose(WebSocketCloseCode code = WebSocketCloseCode.NormalClosure, ReadOnlySpan<char> description = default) =>
        _session.TryClose(code, description, _now, _output);
}
