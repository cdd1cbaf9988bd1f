using System.Buffers;
using System.Text.Json;

namespace Busbar;

internal ref partial struct JsonTokenizer
{
    private const int Short = 16; // octets up to which a loop finds the end of text sooner than a search does

    // Ends text or may not stand in it as it is: RFC 8259, 7.
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>Text or a name up to its closing quote.</summary>
    private void ReadText()
    {
        ReadOnlySpan<byte> text = _text;
        int position = _start + 1;
        for (int end = Math.Min(text.Length, position + Short); position < end; position++)
        {
            byte octet = text[position];
            if (octet == '"')
            {
                _isEscaped = false;
                _end = position;
                _position = position + 1;
                return;
            }

            if (octet is < (byte)' ' or (byte)'\\')
                break;
        }

        ReadLongText(position);
    }

    private void ReadLongText(int position)
    {
        bool isEscaped = false;
        while (true)
        {
            int length = _text[position..].IndexOfAny(Special);
            if (length < 0)
                Throw();
            position += length;
            if (_text[position] == '"')
                break;
            position += LengthOfEscape(position);
            isEscaped = true;
        }

        _isEscaped = isEscaped;
        _end = position;
        _position = position + 1;
    }

    /// <summary>Of <c>\n</c> and its like, or of four digits; whether they are half a character is for who wants the text.</summary>
    private readonly int LengthOfEscape(int position)
    {
        ReadOnlySpan<byte> escape = _text[position..];
        if (escape.Length >= 2 && escape[0] == '\\')
        {
            if ("\"\\/bfnrt"u8.Contains(escape[1]))
                return 2;
            if (escape[1] == 'u' && escape.Length >= 6 && char.IsAsciiHexDigit((char)escape[2]) && char.IsAsciiHexDigit((char)escape[3])
                && char.IsAsciiHexDigit((char)escape[4]) && char.IsAsciiHexDigit((char)escape[5]))
                return 6;
        }

        Throw();
        return 0;
    }

    /// <summary>The framework's reader on the token that stands here, for what it knows better.</summary>
    public readonly Utf8JsonReader Whole()
    {
        var reader = new Utf8JsonReader(RawSpan);
        reader.Read();
        return reader;
    }
}
