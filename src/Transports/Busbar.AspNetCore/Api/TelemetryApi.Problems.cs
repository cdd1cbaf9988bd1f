using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Busbar.AspNetCore;

/// <content>Which series are in trouble: a page watches what it shows, and has to know of the others all the same.</content>
internal sealed partial class TelemetryApi
{
    /// <summary>A series without news for this many of its periods is stale.</summary>
    private const int StalePeriods = 3;

    public Task WriteProblemsAsync(HttpContext context)
    {
        long now = feed.TimeProvider.GetUnixNanoseconds();
        var problems = new SortedDictionary<(Quality Quality, bool IsStale), List<int>>();
        foreach (Series series in feed.Series.Snapshot().Span)
        {
            if (!feed.TryGetLatest(series, out Sample latest))
                continue;
            bool isStale = IsStale(latest, now);
            if (latest.Quality.IsGood() && !isStale)
                continue;
            if (!problems.TryGetValue((latest.Quality, isStale), out List<int>? ids))
                problems.Add((latest.Quality, isStale), ids = []);
            ids.Add(series.Index);
        }

        return AnswerAsync(context, writer => WriteProblems(writer, now, problems));
    }

    private static bool IsStale(in Sample latest, long now) =>
        latest.Series.Metadata.ExpectedPeriod is { } period && now - latest.SourceTimeNanoseconds > StalePeriods * period.TotalNanoseconds;

    private static void WriteProblems(Utf8JsonWriter writer, long now, SortedDictionary<(Quality Quality, bool IsStale), List<int>> problems)
    {
        writer.WriteStartObject();
        writer.WriteTime("now"u8, now);
        writer.WriteStartArray("problems"u8);
        foreach (((Quality quality, bool isStale), List<int> ids) in problems)
        {
            writer.WriteStartObject();
            writer.WriteNumber("quality"u8, (ushort)quality);
            writer.WriteBoolean("stale"u8, isStale);
            writer.WriteStartArray("series"u8);
            foreach (int id in ids)
                writer.WriteNumberValue(id);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
