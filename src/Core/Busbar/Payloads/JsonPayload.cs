using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Busbar;

/// <summary>For generated code: writes as JSON what <see cref="Utf8JsonWriter"/> has no method for, as <see cref="JsonPayloadReader"/> reads it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonPayload
{
    private const int LongestTime = 32;

    /// <summary>A day: <c>2026-07-01</c>.</summary>
    public static void Write(Utf8JsonWriter writer, DateOnly value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[LongestTime];
        value.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>A time of day: <c>13:05:09.5000000</c>.</summary>
    public static void Write(Utf8JsonWriter writer, TimeOnly value) => Write(writer, value.ToTimeSpan());

    /// <summary>A span of time: <c>1.13:05:09</c>.</summary>
    public static void Write(Utf8JsonWriter writer, TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[LongestTime];
        value.TryFormat(text, out int length, "c", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Text of one UTF-16 code unit.</summary>
    public static void Write(Utf8JsonWriter writer, char value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(new ReadOnlySpan<char>(in value));
    }

    /// <summary>Octets as base64; null for none.</summary>
    public static void Write(Utf8JsonWriter writer, byte[]? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
            writer.WriteNullValue();
        else
            writer.WriteBase64StringValue(value);
    }

    /// <summary>What a context of the user's makes of a value.</summary>
    /// <exception cref="InvalidOperationException">The context does not know the type.</exception>
    public static void Write<T>(Utf8JsonWriter writer, T value, JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        JsonSerializer.Serialize(writer, value, InfoOf<T>(context));
    }

    internal static JsonTypeInfo<T> InfoOf<T>(JsonSerializerContext context) =>
        context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new InvalidOperationException($"{context.GetType()} does not know {typeof(T)}; write [JsonSerializable(typeof({typeof(T).Name}))] above it.");
}
