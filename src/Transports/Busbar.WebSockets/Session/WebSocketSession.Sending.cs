using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <content>What this side sends: each message whole and in one frame, so that no two ever mix.</content>
public sealed partial class WebSocketSession
{
    private const int LongestHeader = 14;

    /// <summary>Whether messages may be sent: no close frame has gone either way.</summary>
    public bool IsOpen => _phase == ClosePhase.Open;

    /// <summary>Sends a text.</summary>
    /// <param name="utf8">Valid UTF-8; copied.</param>
    /// <param name="output">The output that came with the call, or with <see cref="LinkScope{TSession}"/>.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    /// <exception cref="ArgumentException">It is not UTF-8.</exception>
    [HotPath]
    public bool TrySendText(ReadOnlySpan<byte> utf8, SessionOutput output)
    {
        if (!Utf8.IsValid(utf8))
            ThrowNotUtf8();
        return TrySend(WebSocketOpcode.Text, utf8, output);
    }

    /// <summary>Sends a text.</summary>
    /// <param name="text">Sent as UTF-8; a surrogate without its other half becomes U+FFFD.</param>
    /// <param name="output">The output that came with the call, or with <see cref="LinkScope{TSession}"/>.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    [HotPath]
    public bool TrySendText(ReadOnlySpan<char> text, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_phase != ClosePhase.Open)
            return false;

        int length = Encoding.UTF8.GetByteCount(text);
        int header = WebSocketFrameWriter.HeaderLength(length, _keys is not null);
        Span<byte> frame = output.GetSpan(checked(header + length))[..(header + length)];
        Span<byte> payload = frame[header..];
        Encoding.UTF8.GetBytes(text, payload);
        if (_keys is null)
        {
            WebSocketFrameWriter.WriteHeader(frame, WebSocketOpcode.Text, length);
        }
        else
        {
            uint key = _keys.Next();
            WebSocketFrameWriter.WriteMaskedHeader(frame, WebSocketOpcode.Text, length, key);
            WebSocketMask.Apply(payload, payload, key);
        }

        output.Advance(frame.Length);
        output.EndFrame();
        Diagnostics.SentMessages.Add(1);
        return true;
    }

    /// <summary>Sends several texts, one message each, that leave together.</summary>
    /// <param name="utf8">All of them, one behind the other; valid UTF-8, which is not looked at. Copied.</param>
    /// <param name="ends">Where each ends.</param>
    /// <param name="output">The output that came with the call, or with <see cref="LinkScope{TSession}"/>.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    [HotPath]
    public bool TrySendTexts(ReadOnlySpan<byte> utf8, ReadOnlySpan<int> ends, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_phase != ClosePhase.Open)
            return false;
        output.GetSpan(utf8.Length + (ends.Length * LongestHeader)); // at once: growing copies
        int start = 0;
        foreach (int end in ends)
        {
            WriteFrame(WebSocketOpcode.Text, utf8[start..end], output);
            start = end;
        }

        Diagnostics.SentMessages.Add(ends.Length);
        return true;
    }

    /// <summary>Sends octets.</summary>
    /// <param name="payload">Copied.</param>
    /// <param name="output">The output that came with the call, or with <see cref="LinkScope{TSession}"/>.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    [HotPath]
    public bool TrySendBinary(ReadOnlySpan<byte> payload, SessionOutput output) => TrySend(WebSocketOpcode.Binary, payload, output);

    /// <summary>
    /// Sends a batch that was framed before, as it is: whole messages of unmasked frames, made once by <see cref="WebSocketFrameWriter"/>
    /// and shared by many connections. It is not looked at.
    /// </summary>
    /// <param name="frames">Whole messages; copied.</param>
    /// <param name="output">The output that came with the call, or with <see cref="LinkScope{TSession}"/>.</param>
    /// <returns>False when the WebSocket is closing or closed: nothing was sent.</returns>
    /// <exception cref="InvalidOperationException">This side is the client, which must mask each frame with a key of its own.</exception>
    [HotPath]
    public bool TrySendFrames(ReadOnlySpan<byte> frames, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_role == WebSocketRole.Client)
            ThrowMustMask();
        if (_phase != ClosePhase.Open)
            return false;
        output.Write(frames);
        output.EndFrame();
        return true;
    }

    [HotPath]
    private bool TrySend(WebSocketOpcode opcode, ReadOnlySpan<byte> payload, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_phase != ClosePhase.Open)
            return false;
        WriteFrame(opcode, payload, output);
        Diagnostics.SentMessages.Add(1);
        return true;
    }

    [HotPath]
    private void WriteFrame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload, SessionOutput output)
    {
        if (_keys is null)
            WebSocketFrameWriter.Write(output, opcode, payload);
        else
            WebSocketFrameWriter.WriteMasked(output, opcode, payload, _keys.Next());
        output.EndFrame();
    }

    private static void ThrowNotUtf8() => throw new ArgumentException("A text must be valid UTF-8.", "utf8");

    private static void ThrowMustMask() =>
        throw new InvalidOperationException("A client must mask each frame with a key of its own, so it cannot send frames that were made before.");
}
