using System.Text.Json;

namespace Busbar;

/// <summary>
/// Numbers as JSON that every reader gets right: <see cref="Utf8Number"/>, but NaN and the infinities, which JSON does not have, are
/// <c>null</c>, and integers beyond 2⁵³, which a reader that keeps numbers as binary64 would round, are strings. Allocates nothing;
/// culture never matters.
/// </summary>
public static class JsonNumber
{
    /// <summary>The longest text of any number here, in octets.</summary>
    public const int MaxLength = Utf8Number.MaxLength;

    /// <summary>The largest integer up to which a reader that keeps numbers as binary64 loses nothing: 2^53.</summary>
    public const long MaxSafeInteger = 1L << 53;

    /// <summary>A binary64; <c>null</c> for NaN and the infinities, which JSON does not have.</summary>
    public static bool TryFormat(double value, Span<byte> destination, out int written) =>
        double.IsFinite(value) ? Utf8Number.TryFormat(value, destination, out written) : TryCopy("null"u8, destination, out written);

    /// <summary>A binary32, as short as a binary32 needs; <c>null</c> for NaN and the infinities.</summary>
    public static bool TryFormat(float value, Span<byte> destination, out int written) =>
        float.IsFinite(value) ? Utf8Number.TryFormat(value, destination, out written) : TryCopy("null"u8, destination, out written);

    /// <summary>A signed integer; as a string when beyond 2^53 either way.</summary>
    public static bool TryFormat(long value, Span<byte> destination, out int written)
    {
        if (value is >= -MaxSafeInteger and <= MaxSafeInteger)
            return Utf8Number.TryFormat(value, destination, out written);
        return TryQuote(value < 0, value < 0 ? 0UL - (ulong)value : (ulong)value, destination, out written);
    }

    /// <summary>An unsigned integer; as a string when beyond 2^53.</summary>
    public static bool TryFormat(ulong value, Span<byte> destination, out int written)
    {
        if (value <= MaxSafeInteger)
            return Utf8Number.TryFormat(value, destination, out written);
        return TryQuote(false, value, destination, out written);
    }

    /// <summary>Nanoseconds as milliseconds with as many of six decimals as are not zero: digits only, nothing is rounded.</summary>
    public static bool TryFormatMilliseconds(long nanoseconds, Span<byte> destination, out int written) =>
        Utf8Number.TryFormatMillionths(nanoseconds, destination, out written);

    /// <summary>Writes a property with a binary64, or <c>null</c> where it is no number.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        WriteRaw(writer, name, text[..written]);
    }

    /// <summary>Writes a property with a binary32 in its own shortest digits, or <c>null</c> where it is no number.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, float value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        WriteRaw(writer, name, text[..written]);
    }

    /// <summary>Writes a property with a signed integer; a string when beyond 2^53 either way.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        WriteRaw(writer, name, text[..written]);
    }

    /// <summary>Writes a property with an unsigned integer; a string when beyond 2^53.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        WriteRaw(writer, name, text[..written]);
    }

    /// <summary>A binary64 as a value, or <c>null</c> where it is no number.</summary>
    public static void Write(Utf8JsonWriter writer, double value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        writer.WriteRawValue(text[..written], skipInputValidation: true);
    }

    /// <summary>A binary32 as a value in its own shortest digits, or <c>null</c> where it is no number.</summary>
    public static void Write(Utf8JsonWriter writer, float value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        writer.WriteRawValue(text[..written], skipInputValidation: true);
    }

    /// <summary>A signed integer as a value; a string when beyond 2^53 either way.</summary>
    public static void Write(Utf8JsonWriter writer, long value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        writer.WriteRawValue(text[..written], skipInputValidation: true);
    }

    /// <summary>An unsigned integer as a value; a string when beyond 2^53.</summary>
    public static void Write(Utf8JsonWriter writer, ulong value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[MaxLength];
        TryFormat(value, text, out int written);
        writer.WriteRawValue(text[..written], skipInputValidation: true);
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(name);
        writer.WriteRawValue(text, skipInputValidation: true);
    }

    private static bool TryQuote(bool isNegative, ulong magnitude, Span<byte> destination, out int written)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        int position = 0;
        text[position++] = (byte)'"';
        if (isNegative)
            text[position++] = (byte)'-';
        Utf8Number.TryFormat(magnitude, text[position..], out int digits);
        position += digits;
        text[position++] = (byte)'"';
        return TryCopy(text[..position], destination, out written);
    }

    private static bool TryCopy(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        bool fits = text.TryCopyTo(destination);
        written = fits ? text.Length : 0;
        return fits;
    }
}
