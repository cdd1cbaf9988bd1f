using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>
/// RFC 6455 behind the opening handshake, either side, over whatever a <see cref="Connection"/> carries: whole messages to a handler,
/// pongs to pings, pings to a silent peer, the closing handshake with its codes. What a peer does wrong ends in a close code, never in
/// an exception. Nothing is allocated per message. Its methods are called under the link's lock, through <see cref="Link{TSession}.Enter"/>.
/// </summary>
public sealed partial class WebSocketSession : ISession
{
    private readonly WebSocketRole _role;
    private readonly IWebSocketHandler _handler;
    private readonly WebSocketSessionOptions _options;
    private readonly WebSocketFrameCodec _codec;
    private readonly MessageAssembler _assembler;
    private readonly MaskKeySource? _keys; // a client's
    private SessionTimers _timers;
    private int _payloadLeft; // of the data frame whose header has been read
    private uint _payloadKey;
    private bool _payloadIsFinal;
    private bool _beganMessage; // during this call
    private uint _pings;

    /// <summary>A session for one connection, upgraded already.</summary>
    /// <param name="role">This side.</param>
    /// <param name="handler">Takes the messages.</param>
    /// <param name="options">Limits and times.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public WebSocketSession(WebSocketRole role, IWebSocketHandler handler, WebSocketSessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _role = role;
        _handler = handler;
        _options = (options ?? new WebSocketSessionOptions()).Validated();
        _codec = new WebSocketFrameCodec(role, _options.MaxMessageLength);
        _assembler = new MessageAssembler(_options.MaxMessageLength);
        _keys = role == WebSocketRole.Client ? new MaskKeySource() : null;
        _timers = new SessionTimers(_options);
    }

    /// <inheritdoc/>
    public long Deadline => _timers.Earliest;

    /// <summary>How it ended; null before it has.</summary>
    internal WebSocketClosure? Closure { get; private set; }

    /// <inheritdoc/>
    public void OnOpened(long now, SessionOutput output)
    {
        _timers.Heard(now);
        try
        {
            _handler.OnOpened(new WebSocketSender(this, output, now));
        }
        catch (Exception exception)
        {
            HandlerFailed(exception, output);
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int consumed = 0;
        int taken = 1;
        _beganMessage = false;
        while (taken > 0 && consumed < octets.Length && _phase != ClosePhase.Done)
        {
            taken = _payloadLeft > 0
                ? OnPayload(octets[consumed..], consumed, now, output)
                : OnFrame(octets[consumed..], consumed, now, output);
            consumed += taken;
        }

        if (_phase == ClosePhase.Done)
            return octets.Length; // nothing counts behind a close frame
        _timers.Heard(now);
        if (_payloadLeft > 0)
            _timers.KeptBack(now);
        _timers.Unfinished(_assembler.IsUnderWay || consumed < octets.Length, isNew: _assembler.IsUnderWay ? _beganMessage : consumed > 0, now);
        return consumed;
    }

    /// <inheritdoc/>
    public void OnDeadline(long now, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_timers.CloseBy <= now)
            OnCloseOverdue(output);
        else if (_timers.PongBy <= now)
            Fail(WebSocketCloseCode.InternalError, CloseReason.TimedOut(FormattableString.Invariant($"no pong for {_options.PongTimeout.TotalSeconds:0.###} s")), "no pong came", output);
        else if (_timers.MessageBy <= now)
            Fail(WebSocketCloseCode.PolicyViolation, CloseReason.TimedOut(FormattableString.Invariant($"a message was not whole after {_options.MessageTimeout.TotalSeconds:0.###} s")), "a message took too long", output);
        else if (_timers.PingAt <= now)
            Ping(now, output);
    }

    ValueTask ISession.WaitToReceiveAsync()
    {
        _handler.OnRead();
        return default;
    }

    /// <inheritdoc/>
    public void OnRoom() => _handler.OnRoom();

    /// <inheritdoc/>
    public void OnClosed(CloseReason reason, SessionOutput output)
    {
        ArgumentNullException.ThrowIfNull(reason);
        _phase = ClosePhase.Done;
        _assembler.Dispose();
        Closure = ClosureFor(reason);
        _handler.OnClosed(Closure); // the link logs what it throws
    }

    /// <returns>Octets taken; 0 when more are needed.</returns>
    [HotPath]
    private int OnFrame(ReadOnlySpan<byte> octets, int offset, long now, SessionOutput output)
    {
        FrameStatus status = _codec.DecodeHeader(octets, out WebSocketFrameHeader header);
        if (status.Kind != FrameStatusKind.Complete)
        {
            if (status.Kind == FrameStatusKind.Malformed)
                Violate(WebSocketFrameCodec.CloseCodeOf(status), offset + status.Offset, status.Rule!, output);
            return 0;
        }

        ReadOnlySpan<byte> rest = octets[status.Consumed..];
        if (header.IsControl)
        {
            if (rest.Length < header.PayloadLength)
                return 0;
            OnControl(header, rest[..header.PayloadLength], offset, now, output);
            return status.Consumed + header.PayloadLength;
        }

        if (!MayBegin(header, offset, output))
            return 0;
        if (!header.IsMasked && header.IsFinal && header.Opcode != WebSocketOpcode.Continuation && rest.Length >= header.PayloadLength)
        {
            OnWholeMessage(header, rest[..header.PayloadLength], offset + status.Consumed, now, output);
            return status.Consumed + header.PayloadLength;
        }

        _beganMessage |= header.Opcode != WebSocketOpcode.Continuation;
        _payloadLeft = header.PayloadLength;
        _payloadKey = header.MaskingKey;
        _payloadIsFinal = header.IsFinal;
        return status.Consumed + OnPayload(rest, offset + status.Consumed, now, output);
    }

    [HotPath]
    private bool MayBegin(in WebSocketFrameHeader header, int offset, SessionOutput output)
    {
        if (_assembler.Begin(header) is { } rule)
        {
            Violate(ReferenceEquals(rule, MessageAssembler.TooLong) ? WebSocketCloseCode.MessageTooBig : WebSocketCloseCode.ProtocolError, offset, rule, output);
            return false;
        }

        if (header.Opcode == WebSocketOpcode.Continuation || (header.Opcode == WebSocketOpcode.Text ? _options.AcceptsText : _options.AcceptsBinary))
            return true;
        Violate(WebSocketCloseCode.UnsupportedData, offset, header.Opcode == WebSocketOpcode.Text ? "text is not taken here" : "binary messages are not taken here", output);
        return false;
    }

    /// <summary>Payload of a data frame, as much of it as is there.</summary>
    [HotPath]
    private int OnPayload(ReadOnlySpan<byte> octets, int offset, long now, SessionOutput output)
    {
        ReadOnlySpan<byte> part = octets[..Math.Min(octets.Length, _payloadLeft)];
        int broken = _assembler.Append(part, _payloadKey);
        if (broken >= 0)
        {
            Violate(WebSocketCloseCode.InvalidPayloadData, offset + broken, MessageAssembler.NotUtf8, output);
            return part.Length;
        }

        _payloadLeft -= part.Length;
        _payloadKey = WebSocketMask.Advance(_payloadKey, part.Length);
        if (_payloadLeft > 0 || !_payloadIsFinal)
            return part.Length;

        if (_assembler.MayEnd)
            Deliver(_assembler.Message, now, output);
        else
            Violate(WebSocketCloseCode.InvalidPayloadData, offset + part.Length, MessageAssembler.NotUtf8, output);
        _assembler.End();
        return part.Length;
    }

    /// <summary>An unmasked message in one frame that is all there needs no buffer.</summary>
    [HotPath]
    private void OnWholeMessage(in WebSocketFrameHeader header, ReadOnlySpan<byte> payload, int offset, long now, SessionOutput output)
    {
        bool isText = header.Opcode == WebSocketOpcode.Text;
        var text = default(Utf8Validator);
        int broken = isText ? text.Append(payload) : -1;
        if (broken < 0 && !text.IsComplete)
            broken = payload.Length;
        if (broken >= 0)
            Violate(WebSocketCloseCode.InvalidPayloadData, offset + broken, MessageAssembler.NotUtf8, output);
        else
            Deliver(new WebSocketMessage(isText, payload), now, output);
        _assembler.End();
    }

    [HotPath]
    private void Deliver(in WebSocketMessage message, long now, SessionOutput output)
    {
        Diagnostics.ReceivedMessages.Add(1);
        try
        {
            _handler.OnMessage(message, new WebSocketSender(this, output, now));
        }
        catch (Exception exception)
        {
            HandlerFailed(exception, output);
        }
    }

    [HotPath]
    private void OnControl(in WebSocketFrameHeader header, ReadOnlySpan<byte> payload, int offset, long now, SessionOutput output)
    {
        Span<byte> unmasked = stackalloc byte[WebSocketFrameCodec.MaxControlPayload];
        unmasked = unmasked[..payload.Length];
        WebSocketMask.Apply(payload, unmasked, header.MaskingKey);
        if (header.Opcode == WebSocketOpcode.Close)
            OnClose(unmasked, offset, now, output);
        else if (header.Opcode == WebSocketOpcode.Pong)
            OnPong(unmasked, now);
        else if (_phase == ClosePhase.Open)
            WriteFrame(WebSocketOpcode.Pong, unmasked, output);
    }

    private void OnPong(ReadOnlySpan<byte> payload, long now)
    {
        // Others are signs of life (§5.5.3), but no answer.
        if (_timers.AwaitsPong && payload.Length == sizeof(uint) && BinaryPrimitives.ReadUInt32BigEndian(payload) == _pings)
            _timers.Ponged(now);
    }

    private void Ping(long now, SessionOutput output)
    {
        Span<byte> payload = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(payload, ++_pings);
        WriteFrame(WebSocketOpcode.Ping, payload, output);
        _timers.Pinged(now);
    }
}
