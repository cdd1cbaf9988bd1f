using System.Buffers;

namespace Busbar.WebSockets;

/// <summary>
/// Joins the frames of a message as their octets come, unmasks them on the way and judges text at each octet. Memory grows with what
/// has come, never with what a header only announces.
/// </summary>
internal sealed class MessageAssembler(int maxLength) : IDisposable
{
    public const string NothingToContinue = "a continuation must follow the first frame of a message";
    public const string NotContinued = "a message must be continued to its end before the next one begins";
    public const string TooLong = "the message must not be longer than the limit";
    public const string NotUtf8 = "a text message must be UTF-8";

    private const int InitialSize = 1024;
    private const int KeptSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private bool _isText;
    private Utf8Validator _text;

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>The whole message, once its last frame has been appended.</summary>
    public WebSocketMessage Message => new(_isText, _buffer.AsSpan(0, _length));

    /// <summary>A data frame begins.</summary>
    /// <returns>The rule that it breaks, or null.</returns>
    [HotPath]
    public string? Begin(in WebSocketFrameHeader header)
    {
        if (header.Opcode == WebSocketOpcode.Continuation)
        {
            if (!IsUnderWay)
                return NothingToContinue;
            return header.PayloadLength > maxLength - _length ? TooLong : null;
        }

        if (IsUnderWay)
            return NotContinued;
        IsUnderWay = true;
        _isText = header.Opcode == WebSocketOpcode.Text;
        _text = default;
        _length = 0;
        return null;
    }

    /// <summary>Takes octets of the frame that has begun.</summary>
    /// <returns>The index of the octet after which the text cannot be UTF-8 any more, or -1.</returns>
    [HotPath]
    public int Append(ReadOnlySpan<byte> octets, uint maskingKey)
    {
        if (_buffer.Length - _length < octets.Length)
            Grow(octets.Length);
        Span<byte> part = _buffer.AsSpan(_length, octets.Length);
        WebSocketMask.Apply(octets, part, maskingKey); // with the key 0 a copy
        _length += octets.Length;
        return _isText ? _text.Append(part) : -1;
    }

    /// <summary>Whether the message may end here: the last character of a text is whole.</summary>
    public bool MayEnd => !_isText || _text.IsComplete;

    /// <summary>Forgets the message; it was handed over.</summary>
    [HotPath]
    public void End()
    {
        IsUnderWay = false;
        _length = 0;
        if (_buffer.Length > KeptSize)
            Release();
    }

    public void Dispose()
    {
        IsUnderWay = false;
        _length = 0;
        Release();
    }

    private void Grow(int octets)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialSize, Math.Max(_length + octets, Math.Min(_length * 2, maxLength))));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Release();
        _buffer = larger;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
