namespace Busbar.Testing;

/// <summary>Octets as people write them: <c>00 01 00 00 00 06</c>.</summary>
public static class Hex
{
    /// <summary>The octets of a text of hexadecimal digits; white space anywhere is ignored.</summary>
    /// <exception cref="FormatException">Something else stands in the text, or half an octet.</exception>
    public static byte[] Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Convert.FromHexString(string.Concat(text.Where(character => !char.IsWhiteSpace(character))));
    }

    /// <summary>The octets as pairs of digits separated by blanks.</summary>
    public static string Format(ReadOnlySpan<byte> octets)
    {
        string digits = Convert.ToHexString(octets);
        return string.Join(' ', digits.Chunk(2).Select(pair => new string(pair)));
    }
}
