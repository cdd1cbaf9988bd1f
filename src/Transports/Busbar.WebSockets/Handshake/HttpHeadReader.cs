using System.Buffers;
using System.Text;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>
/// Reads the head of an HTTP/1.1 message (RFC 9112) as strictly as may be: no bare line feeds, no folded lines, no blanks in front of
/// a colon. What is sent before an upgrade need not be forgiven.
/// </summary>
internal static class HttpHeadReader
{
    public const string TooLong = "the head must not be longer than the limit";

    private const int MaxFields = 100;

    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads the head that starts at the first octet.</summary>
    /// <param name="octets">What was received.</param>
    /// <param name="maxLength">Octets of the longest head.</param>
    /// <param name="head">The head when the status is complete, otherwise null.</param>
    public static FrameStatus Read(ReadOnlySpan<byte> octets, int maxLength, out HttpHead? head)
    {
        head = null;
        var fields = new List<KeyValuePair<string, string>>();
        string[]? start = null;
        int offset = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = octets[offset..];
            int end = rest.IndexOf((byte)'\n');
            if (offset + (end < 0 ? rest.Length : end + 1) > maxLength)
                return FrameStatus.Malformed(maxLength, TooLong);
            if (end < 0)
                return start is null && !MayBecomeHttp(octets) ? FrameStatus.Malformed(0, "the first line must be printable characters") : FrameStatus.Incomplete();
            if (end == 0 || rest[end - 1] != '\r')
                return FrameStatus.Malformed(offset + end, "a line must end with carriage return and line feed");

            ReadOnlySpan<byte> line = rest[..(end - 1)];
            if (Breach(line, isStart: start is null) is { } rule)
                return FrameStatus.Malformed(offset, rule);
            if (start is null)
            {
                start = Encoding.Latin1.GetString(line).Split(' ', 3);
                if (start.Length < 2 || start[0].Length == 0 || start[1].Length == 0)
                    return FrameStatus.Malformed(offset, "the first line must have three parts");
            }
            else if (line.IsEmpty)
            {
                head = new HttpHead(start[0], start[1], start.Length == 3 ? start[2] : "", fields);
                return FrameStatus.Complete(offset + end + 1);
            }
            else
            {
                if (fields.Count == MaxFields)
                    return FrameStatus.Malformed(offset, TooLong);
                fields.Add(Field(line));
            }

            offset += end + 1;
        }
    }

    private static string? Breach(ReadOnlySpan<byte> line, bool isStart)
    {
        if (line.ContainsAnyInRange((byte)0, (byte)8) || line.ContainsAnyInRange((byte)10, (byte)31) || line.Contains((byte)127))
            return "a line must not have control characters";
        if (isStart || line.IsEmpty)
            return null;
        int colon = line.IndexOf((byte)':');
        return colon <= 0 || line[..colon].ContainsAnyExcept(Token) ? "a header field must be a name, a colon and a value" : null;
    }

    private static KeyValuePair<string, string> Field(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        return new(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(line[(colon + 1)..].Trim(" \t"u8)));
    }

    /// <summary>A TLS client on a plain port is told so at its first octets, not when the time is over.</summary>
    private static bool MayBecomeHttp(ReadOnlySpan<byte> octets) => octets.IsEmpty || octets[0] is >= 0x21 and < 0x7F;
}
