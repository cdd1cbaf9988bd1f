using System.Globalization;

namespace Busbar.MessagePack;

/// <summary>Timestamps as RFC 3339 with up to nine decimals: 2024-02-29T12:00:00.123456789Z.</summary>
internal static class JsonTime
{
    public const int MaxLength = 30;

    private const string Seconds = "yyyy-MM-ddTHH:mm:ss";
    private const int SecondsLength = 19;
    private const int Decimals = 9;

    /// <returns>False outside the years 1 to 9999.</returns>
    public static bool TryFormat(in Timestamp timestamp, Span<byte> destination, out int written)
    {
        written = 0;
        if (!timestamp.TryGetTime(out DateTimeOffset time))
            return false;

        time.TryFormat(destination, out written, Seconds, CultureInfo.InvariantCulture);
        if (timestamp.Nanoseconds != 0)
        {
            destination[written++] = (byte)'.';
            timestamp.Nanoseconds.TryFormat(destination[written..], out int digits, "D9", CultureInfo.InvariantCulture);
            written += digits;
            while (destination[written - 1] == '0')
                written--;
        }

        destination[written++] = (byte)'Z';
        return true;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp timestamp)
    {
        timestamp = default;
        if (text.Length <= SecondsLength || text[^1] != 'Z'
            || !DateTimeOffset.TryParseExact(
                text[..SecondsLength], Seconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return false;

        uint nanoseconds = 0;
        ReadOnlySpan<char> decimals = text[SecondsLength..^1];
        if (!decimals.IsEmpty && !TryParseDecimals(decimals, out nanoseconds))
            return false;
        timestamp = Timestamp.From(time) with { Nanoseconds = nanoseconds };
        return true;
    }

    private static bool TryParseDecimals(ReadOnlySpan<char> text, out uint nanoseconds)
    {
        nanoseconds = 0;
        if (text[0] != '.' || text.Length is 1 or > Decimals + 1)
            return false;
        for (int i = 1; i <= Decimals; i++)
        {
            char digit = i < text.Length ? text[i] : '0';
            if (!char.IsAsciiDigit(digit))
                return false;
            nanoseconds = (nanoseconds * 10) + (uint)(digit - '0');
        }

        return true;
    }
}
