using System.ComponentModel;
using System.Text;

namespace Busbar.Modbus;

/// <summary>Texts in registers, the first of two octets in the high half; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MapText
{
    /// <summary>The text up to the first NUL, without spaces at its end. An octet that is no character of the encoding reads as its replacement.</summary>
    public static string Read(ReadOnlySpan<byte> octets, RegisterEncoding encoding)
    {
        int end = octets.IndexOf((byte)0);
        ReadOnlySpan<byte> text = (end < 0 ? octets : octets[..end]).TrimEnd((byte)' ');
        return encoding == RegisterEncoding.Utf8 ? Encoding.UTF8.GetString(text) : Encoding.ASCII.GetString(text);
    }

    /// <summary>The octets of a text, with NULs behind it.</summary>
    /// <param name="value">The text.</param>
    /// <param name="registers">How many registers it has.</param>
    /// <param name="encoding">How it is encoded.</param>
    /// <param name="property">Whose it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit, or has a character that the encoding has not.</exception>
    public static byte[] Encode(string value, int registers, RegisterEncoding encoding, string property)
    {
        ArgumentNullException.ThrowIfNull(value, property);
        if (encoding == RegisterEncoding.Ascii && !Ascii.IsValid(value))
            throw new ArgumentOutOfRangeException(property, value, $"{property} takes ASCII characters only.");
        byte[] octets = new byte[registers * 2];
        Encoding encoder = encoding == RegisterEncoding.Utf8 ? Encoding.UTF8 : Encoding.ASCII;
        if (!encoder.TryGetBytes(value, octets, out _))
            throw new ArgumentOutOfRangeException(property, value, $"{property} takes up to {octets.Length} octets, not {encoder.GetByteCount(value)}.");
        return octets;
    }
}
