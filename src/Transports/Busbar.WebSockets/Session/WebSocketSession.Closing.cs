using Busbar.Links;

namespace Busbar.WebSockets;

/// <content>The closing handshake in both directions (RFC 6455 §7.1), and what fails the connection (§7.1.7).</content>
public sealed partial class WebSocketSession
{
    private ClosePhase _phase;
    private bool _isClean;
    private bool _byPeer;
    private WebSocketCloseCode _closeCode;
    private string _closeDescription = "";

    /// <summary>Begins the closing handshake; messages of the peer still come until it has answered.</summary>
    /// <param name="code">One that may be sent; <see cref="WebSocketCloseCode.NoStatusReceived"/> for a close frame without a code.</param>
    /// <param name="description">Why, for people; cut to 123 octets of UTF-8.</param>
    /// <param name="now">The time that came with the call, or with <see cref="LinkScope{TSession}"/>.</param>
    /// <param name="output">The output that came with it.</param>
    /// <returns>False when it is closing or closed already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code must not be sent, or not by a server (1010).</exception>
    public bool TryClose(WebSocketCloseCode code, ReadOnlySpan<char> description, long now, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool isForClients = code == WebSocketCloseCode.MandatoryExtension;
        if ((!ClosePayload.MayBeSent(code) && code != WebSocketCloseCode.NoStatusReceived) || (isForClients && _role == WebSocketRole.Server))
            throw new ArgumentOutOfRangeException(nameof(code), code, "The code must be 1000 to 1003, 1007 to 1014 (1010 by clients only) or 3000 to 4999.");
        if (_phase != ClosePhase.Open)
            return false;

        WriteClose(code, description, output);
        (_closeCode, _closeDescription) = (code, description.ToString());
        _phase = ClosePhase.Sent;
        _timers.Closing(now);
        return true;
    }

    /// <summary>The peer's close frame: an answer, or a wish that is answered with its own code.</summary>
    private void OnClose(ReadOnlySpan<byte> payload, int offset, long now, SessionOutput output)
    {
        (WebSocketCloseCode breach, string? rule) = ClosePayload.Read(payload, out WebSocketCloseCode code, out string description);
        if (rule is not null)
        {
            Violate(breach, offset, rule, output);
            return;
        }

        if (_phase == ClosePhase.Open)
        {
            WriteClose(code, "", output);
            (_closeCode, _closeDescription, _byPeer) = (code, description, true);
        }

        _phase = ClosePhase.Done;
        _isClean = true;
        _timers.Closing(now);
        if (_role == WebSocketRole.Server)
            output.Close(_byPeer ? CloseReason.Remote : CloseReason.Local(ClosedWith(_closeCode)));
        // A client leaves the end of the connection to the server, §7.1.1, for so long.
    }

    private void OnCloseOverdue(SessionOutput output) => output.Close(_phase == ClosePhase.Done
        ? CloseReason.Local(ClosedWith(_closeCode))
        : CloseReason.TimedOut(FormattableString.Invariant($"no close frame for {_options.CloseTimeout.TotalSeconds:0.###} s")));

    private void Violate(WebSocketCloseCode code, int offset, string rule, SessionOutput output)
    {
        Diagnostics.Violations.Add(1);
        Fail(code, code == WebSocketCloseCode.MessageTooBig ? CloseReason.LimitExceeded(rule) : CloseReason.Violation(offset, rule), rule, output);
    }

    private void HandlerFailed(Exception exception, SessionOutput output) =>
        Fail(WebSocketCloseCode.InternalError, CloseReason.Internal(exception), "", output); // the peer is not told what broke here

    /// <summary>The close frame goes out, no answer is awaited, and what the peer still sends is dropped.</summary>
    private void Fail(WebSocketCloseCode code, CloseReason reason, string description, SessionOutput output)
    {
        if (_phase == ClosePhase.Open)
        {
            WriteClose(code, description, output);
            (_closeCode, _closeDescription) = (code, description);
        }

        _phase = ClosePhase.Done;
        output.Close(reason);
    }

    private void WriteClose(WebSocketCloseCode code, ReadOnlySpan<char> description, SessionOutput output)
    {
        Span<byte> payload = stackalloc byte[WebSocketFrameCodec.MaxControlPayload];
        WriteFrame(WebSocketOpcode.Close, payload[..ClosePayload.Write(payload, code, description)], output);
    }

    private WebSocketClosure ClosureFor(CloseReason reason)
    {
        if (_closeCode != WebSocketCloseCode.None)
            return new WebSocketClosure(_closeCode, _closeDescription, _byPeer, _isClean, reason);
        bool byPeer = reason.Kind is CloseKind.Remote or CloseKind.Truncated or CloseKind.TransportFault;
        return new WebSocketClosure(WebSocketCloseCode.AbnormalClosure, "", byPeer, IsClean: false, reason);
    }

    private static string ClosedWith(WebSocketCloseCode code) => FormattableString.Invariant($"closed with {(int)code}");
}
