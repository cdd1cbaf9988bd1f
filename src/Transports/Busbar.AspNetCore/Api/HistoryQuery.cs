using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Busbar.AspNetCore;

/// <summary>The parameters of <c>/api/history</c>. Times are nanoseconds since the epoch.</summary>
internal readonly record struct HistoryQuery(int Series, long From, long To, int Points)
{
    private const int NanosecondsPerMillisecond = 1_000_000;
    private const int DefaultPoints = 1000;

    /// <summary>Reads them.</summary>
    /// <returns>What is wrong, naming the parameter and its range; null when nothing is.</returns>
    public static string? TryParse(IQueryCollection query, int maxPoints, out HistoryQuery parsed)
    {
        parsed = default;
        if (!int.TryParse(query["series"], NumberStyles.None, CultureInfo.InvariantCulture, out int series))
            return "series must be the id of a series, a number from 0.";
        if (!TryParseTime(query["from"], out long from))
            return "from must be milliseconds since 1970-01-01T00:00:00Z, -9223372036854 to 9223372036854.";
        if (!TryParseTime(query["to"], out long to))
            return "to must be milliseconds since 1970-01-01T00:00:00Z, -9223372036854 to 9223372036854.";
        if (to <= from)
            return "to must be later than from.";

        int points = Math.Min(DefaultPoints, maxPoints);
        if (query.ContainsKey("points")
            && (!int.TryParse(query["points"], NumberStyles.None, CultureInfo.InvariantCulture, out points) || points < 2 || points > maxPoints))
        {
            return string.Create(CultureInfo.InvariantCulture, $"points must be a number from 2 to {maxPoints}.");
        }

        parsed = new HistoryQuery(series, from, to, points);
        return null;
    }

    private static bool TryParseTime(string? text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal milliseconds)
            || Math.Abs(milliseconds) > long.MaxValue / NanosecondsPerMillisecond)
        {
            return false;
        }

        nanoseconds = (long)(milliseconds * NanosecondsPerMillisecond);
        return true;
    }
}
