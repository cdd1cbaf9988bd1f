using System.Text.Json;

namespace Busbar;

internal ref partial struct JsonTokenizer
{
    /// <summary>
    /// Goes on to the value of the next member of an object when that member stands there without white space and has this name; where it
    /// does not, nothing happens, and <see cref="Read"/> finds out what stands there.
    /// </summary>
    /// <param name="quoted">The name as JSON with its colon, <c>"x":</c>, so that one comparison does for all of it.</param>
    /// <exception cref="JsonException">The value is no JSON, or nested too deep.</exception>
    public bool TryReadMember(scoped ReadOnlySpan<byte> quoted)
    {
        ReadOnlySpan<byte> text = _text;
        int position = _position;
        if (_token != JsonTokenType.StartObject && (_token == JsonTokenType.PropertyName || (_objects & 1) == 0 || (uint)position >= (uint)text.Length || text[position++] != ','))
            return false;
        if (quoted.IsEmpty || !text[position..].StartsWith(quoted))
            return false;
        position += quoted.Length;
        if ((uint)position >= (uint)text.Length || text[position] <= ' ')
            return false;
        _start = position;
        _position = position;
        byte first = text[position];
        return (uint)(first - '0') <= 9 ? ReadNumber(first) : ReadValue(first);
    }

    /// <summary>Goes on to the end of the object that is all of the text when that end is its last octet; otherwise nothing happens.</summary>
    public bool TryReadEnd()
    {
        ReadOnlySpan<byte> text = _text;
        int position = _position;
        if (position != text.Length - 1 || text[position] != '}' || _depth != 1 || (_objects & 1) == 0 || _token == JsonTokenType.PropertyName)
            return false;
        _start = position;
        return ReadEndOf(JsonTokenType.EndObject);
    }

    /// <summary>The name that stands here is this one, as it stands; one with escapes is none.</summary>
    public readonly bool IsName(scoped ReadOnlySpan<byte> name) => !_isEscaped && name.SequenceEqual(_text[(_start + 1).._end]);

    /// <summary>Goes on from a name to the first token of its value.</summary>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public void ReadMemberValue()
    {
        if (!TryGetNext(out byte first))
            Throw();
        _start = _position;
        ReadValue(first);
    }
}
