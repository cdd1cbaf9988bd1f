using System.Text.Json;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

/// <summary>The words that the live wire and the API share.</summary>
internal static class JsonWriting
{
    public static void WriteSeries(this Utf8JsonWriter writer, Series series)
    {
        SeriesMetadata metadata = series.Metadata;
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, series.Index);
        writer.WriteString("name"u8, series.Name);
        writer.WriteString("measurement"u8, series.Group.Measurement);
        writer.WriteString("field"u8, series.FieldName);
        writer.WriteStartObject("tags"u8);
        foreach (Tag tag in series.Group.Tags)
            writer.WriteString(tag.Key, tag.Value);
        writer.WriteEndObject();
        writer.WriteString("unit"u8, metadata.Unit);
        writer.WriteNumberOrNull("resolution"u8, metadata.Resolution);
        writer.WriteStates(metadata.States);
        writer.WriteNumberOrNull("period"u8, metadata.ExpectedPeriod?.TotalMilliseconds);
        writer.WriteString("device"u8, metadata.Device);
        writer.WriteString("description"u8, metadata.Description);
        writer.WriteEndObject();
    }

    /// <summary>A number; null when there is none, or none that JSON has.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    /// <summary>Milliseconds since the epoch with at most six decimals.</summary>
    public static void WriteTime(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long nanoseconds)
    {
        writer.WritePropertyName(name);
        writer.WriteTimeValue(nanoseconds);
    }

    /// <inheritdoc cref="WriteTime"/>
    public static void WriteTimeValue(this Utf8JsonWriter writer, long nanoseconds)
    {
        Span<byte> text = stackalloc byte[32];
        SampleJson.TryFormatTime(nanoseconds, text, out int written);
        writer.WriteRawValue(text[..written], skipInputValidation: true);
    }

    /// <summary>The value of a sample: number, truth value, string or null, as on the live wire.</summary>
    public static void WriteSampleValue(this Utf8JsonWriter writer, in Sample sample)
    {
        if (sample.Kind == SampleKind.String)
        {
            writer.WriteStringValue(sample.Text);
            return;
        }

        Span<byte> text = stackalloc byte[SampleJson.MaxLength];
        SampleJson.TryFormatValue(sample, text, out int written);
        writer.WriteRawValue(text[..written], skipInputValidation: true);
    }

    private static void WriteStates(this Utf8JsonWriter writer, IReadOnlyList<string>? states)
    {
        if (states is null)
        {
            writer.WriteNull("states"u8);
            return;
        }

        writer.WriteStartArray("states"u8);
        foreach (string state in states)
            writer.WriteStringValue(state);
        writer.WriteEndArray();
    }
}
