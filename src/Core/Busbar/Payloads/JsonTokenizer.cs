using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Busbar;

/// <summary>
/// The tokens of a JSON text that lies in one piece (RFC 8259): no comments, no trailing commas, 64 levels at most. Tokens, their
/// places and where a text is found to be no JSON are those of <see cref="Utf8JsonReader"/>, which is three times the size and is copied
/// and cleared for each call; numbers are taken apart while they are read, so that nothing goes over their digits twice.
/// </summary>
/// <remarks>As there, octets of text are not looked at for valid UTF-8 before somebody asks for the text.</remarks>
internal ref partial struct JsonTokenizer(ReadOnlySpan<byte> text)
{
    /// <summary>What the reader of the framework allows when nothing is said.</summary>
    public const int MaxDepth = 64;

    private ReadOnlySpan<byte> _text = text;
    private ulong _objects; // a bit for each level that is open, the innermost lowest; set for an object
    private ulong _mantissa; // of a number, its digits
    private int _start; // of the token
    private int _end; // of its value
    private int _position; // behind what is consumed
    private int _depth;
    private int _scale; // of a number, the power of ten of its mantissa
    private JsonTokenType _token;
    private NumberForm _form;
    private bool _isEscaped;

    /// <summary>All of it.</summary>
    public readonly ReadOnlySpan<byte> Text => _text;

    /// <summary>What stands here.</summary>
    public readonly JsonTokenType TokenType => _token;

    /// <summary>Where the token begins, in octets from the start.</summary>
    public readonly int TokenStartIndex => _start;

    /// <summary>How far the text was read, in octets from the start; after an exception, as far as it was JSON.</summary>
    public readonly int BytesConsumed => _position;

    /// <summary>Objects and lists that are open, also one that begins here.</summary>
    public readonly int Depth => _depth;

    /// <summary>There is an escape in the text or name that stands here.</summary>
    public readonly bool ValueIsEscaped => _isEscaped && IsTextual;

    /// <summary>The octets of the token; those of text and names are without their quotes, and escaped as they stand.</summary>
    public readonly ReadOnlySpan<byte> ValueSpan => IsTextual ? _text[(_start + 1).._end] : _text[_start.._end];

    /// <summary>The octets of the token as they stand, with their quotes.</summary>
    public readonly ReadOnlySpan<byte> RawSpan => IsTextual ? _text[_start..(_end + 1)] : _text[_start.._end];

    private readonly bool IsTextual => _token is JsonTokenType.String or JsonTokenType.PropertyName;

    /// <summary>Begins with a text, in place of making another tokenizer.</summary>
    public void Open(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Goes on to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public bool Read()
    {
        if (!TryGetNext(out byte first))
            return ReadEnd();
        _start = _position;
        switch (_token)
        {
            case JsonTokenType.StartObject:
                return first == '}' ? ReadEndOf(JsonTokenType.EndObject) : ReadName(first);
            case JsonTokenType.StartArray:
                return first == ']' ? ReadEndOf(JsonTokenType.EndArray) : ReadValue(first);
            case JsonTokenType.PropertyName:
            case JsonTokenType.None:
                return ReadValue(first);
            default:
                return ReadAfterValue(first);
        }
    }

    /// <summary>Goes on to the last token of the value that stands here, or of that of the member whose name does.</summary>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public void Skip()
    {
        if (_token == JsonTokenType.PropertyName)
            Read();
        if (_token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        int depth = _depth - 1;
        while (_depth > depth)
            Read();
    }

    /// <summary>The octets from a token up to and with the one that stands here.</summary>
    /// <param name="start">Where the first begins.</param>
    public readonly ReadOnlySpan<byte> From(int start) => _text[start.._position];

    /// <summary>The next octet that is no white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // once for each token, and two of three times one comparison
    private bool TryGetNext(out byte octet)
    {
        ReadOnlySpan<byte> text = _text;
        int position = _position;
        if ((uint)position < (uint)text.Length)
        {
            octet = text[position];
            return octet > ' ' || TryPassSpace(out octet);
        }

        octet = 0;
        return false;
    }

    private bool TryPassSpace(out byte octet)
    {
        for (; _position < _text.Length; _position++)
        {
            octet = _text[_position];
            if (octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return true;
        }

        octet = 0;
        return false;
    }

    private readonly bool ReadEnd()
    {
        if (_token == JsonTokenType.None || _depth > 0)
            Throw();
        return false;
    }

    private bool ReadAfterValue(byte first)
    {
        bool isInObject = (_objects & 1) != 0;
        if (first == ',' && _depth > 0)
        {
            if (_position + 1 >= _text.Length)
                Throw(); // at the comma
            _position++;
            if (!TryGetNext(out first))
                Throw();
            _start = _position;
            return isInObject ? ReadName(first) : ReadValue(first);
        }

        if (_depth == 0 || first != (isInObject ? '}' : ']'))
            Throw();
        return ReadEndOf(isInObject ? JsonTokenType.EndObject : JsonTokenType.EndArray);
    }

    private bool ReadName(byte first)
    {
        if (first != '"')
            Throw();
        ReadText();
        if (!TryGetNext(out first) || first != ':')
            Throw();
        _position++;
        _token = JsonTokenType.PropertyName;
        return true;
    }

    private bool ReadValue(byte first)
    {
        if ((uint)(first - '0') <= 9 || first == '-')
            return ReadNumber(first);
        switch (first)
        {
            case (byte)'"':
                ReadText();
                _token = JsonTokenType.String;
                return true;
            case (byte)'{':
                return ReadStartOf(JsonTokenType.StartObject, 1);
            case (byte)'[':
                return ReadStartOf(JsonTokenType.StartArray, 0);
            case (byte)'t':
                return ReadLiteral(JsonTokenType.True, "true"u8);
            case (byte)'f':
                return ReadLiteral(JsonTokenType.False, "false"u8);
            case (byte)'n':
                return ReadLiteral(JsonTokenType.Null, "null"u8);
            default:
                Throw();
                return false;
        }
    }

    private bool ReadStartOf(JsonTokenType token, uint level)
    {
        if (_depth >= MaxDepth)
            Throw();
        _depth++;
        _objects = (_objects << 1) | level;
        return Accept(token, _position + 1);
    }

    private bool ReadEndOf(JsonTokenType token)
    {
        _depth--;
        _objects >>= 1;
        return Accept(token, _position + 1);
    }

    private bool ReadLiteral(JsonTokenType token, ReadOnlySpan<byte> literal)
    {
        if (!_text[_position..].StartsWith(literal))
            Throw();
        return Accept(token, _position + literal.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Accept(JsonTokenType token, int end)
    {
        _token = token;
        _end = end;
        _position = end;
        return true;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Throw() => throw new JsonException(FormattableString.Invariant($"The text is no JSON, or nested too deep, at octet {_position}."));
}
