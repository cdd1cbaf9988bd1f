using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Busbar.AspNetCore;

internal sealed partial class TelemetryApi
{
    public async Task WriteHistoryAsync(HttpContext context)
    {
        if (options.History is not { } history)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No history is kept here.").ConfigureAwait(false);
            return;
        }

        if (HistoryQuery.TryParse(context.Request.Query, options.MaxPoints, out HistoryQuery query) is { } wrong)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, wrong).ConfigureAwait(false);
            return;
        }

        if (feed.Series.TryGet(query.Series) is not { } series)
        {
            string title = string.Create(CultureInfo.InvariantCulture, $"There is no series {query.Series}.");
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, title).ConfigureAwait(false);
            return;
        }

        (IReadOnlyList<Sample> samples, bool reduced) =
            await history.ReadReducedAsync(series, query.From, query.To, query.Points, context.RequestAborted).ConfigureAwait(false);
        Sample? before = await history.ReadBeforeAsync(series, query.From, context.RequestAborted).ConfigureAwait(false);
        await WriteHistoryAsync(context, query, before, samples, reduced).ConfigureAwait(false);
    }

    private static async Task WriteHistoryAsync(HttpContext context, HistoryQuery query, Sample? before, IReadOnlyList<Sample> samples, bool reduced)
    {
        Utf8JsonWriter writer = Begin(context);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteNumber("series"u8, query.Series);
            writer.WriteTime("from"u8, query.From);
            writer.WriteTime("to"u8, query.To);
            writer.WriteBoolean("reduced"u8, reduced);
            writer.WritePropertyName("before"u8);
            if (before is { } held)
                WriteHistorySample(writer, held);
            else
                writer.WriteNullValue();
            writer.WriteStartArray("samples"u8);
            foreach (Sample sample in samples)
            {
                WriteHistorySample(writer, sample);
                if (writer.BytesPending > FlushThreshold)
                    await FlushAsync(context, writer).ConfigureAwait(false);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteHistorySample(Utf8JsonWriter writer, in Sample sample)
    {
        writer.WriteStartArray();
        writer.WriteTimeValue(sample.SourceTimeNanoseconds);
        writer.WriteSampleValue(sample);
        writer.WriteNumberValue((ushort)sample.Quality);
        writer.WriteEndArray();
    }
}
