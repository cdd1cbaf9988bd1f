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
    private const string Ending = "a line must end with carriage return and line feed";

    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads the head that starts at the first octet.</summary>
    /// <param name="octets">What was received.</param>
    /// <param name="maxLength">Octets of the longest head.</param>
    /// <param name="head">The head when the status is complete, otherwise null.</param>
    public static FrameStatus Read(ReadOnlySpan<byte> octets, int maxLength, out HttpHead? head)
    {
        head = null;
        int length = octets.IndexOf("\r\n\r\n"u8) + 4;
        if (length < 4)
            return JudgeBeginning(octets, maxLength); // nothing is read before all is there: octets may come one by one
        if (length > maxLength)
            return FrameStatus.Malformed(maxLength, TooLong);

        var fields = new List<KeyValuePair<string, string>>();
        string[]? start = null;
        int offset = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = octets[offset..length];
            int end = rest.IndexOf((byte)'\n');
            if (end == 0 || rest[end - 1] != '\r')
                return FrameStatus.Malformed(offset + end, Ending);

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

    /// <summary>What can never become a head is told so at once, not when the time is over: a TLS client on a plain port, a bare line feed.</summary>
    private static FrameStatus JudgeBeginning(ReadOnlySpan<byte> octets, int maxLength)
    {
        if (octets.Length > maxLength)
            return FrameStatus.Malformed(maxLength, TooLong);
        if (!octets.IsEmpty && (octets[0] < 0x21 || octets[0] >= 0x7F))
            return FrameStatus.Malformed(0, "the first line must be printable characters");
        int end = octets.IndexOf((byte)'\n');
        return end == 0 || (end > 0 && octets[end - 1] != '\r') ? FrameStatus.Malformed(end, Ending) : FrameStatus.Incomplete();
    }
}
