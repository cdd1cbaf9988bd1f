using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Busbar.MessagePack;

/// <summary>One MessagePack value written as JSON; the conventions stand at <see cref="MessagePackJson"/>.</summary>
internal static class JsonFromMessagePack
{
    private const long MaxSafeInteger = 1L << 53; // a reader that keeps numbers as binary64 loses nothing up to here
    private const int LevelsOfMap = 3; // object, array of pairs, pair
    private const int DefaultWriterDepth = 1000; // what 0 stands for in the writer's options
    private const int StackLength = 256;

    public static bool TryWrite(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        MessagePackReader start = reader;
        if (TryWriteValue(ref reader, json))
            return true;

        MessagePackError error = reader.Error;
        reader = start;
        return reader.FailWith(error);
    }

    private static bool TryWriteValue(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        if (!reader.TryPeekType(out MessagePackType type))
            return false;

        switch (type)
        {
            case MessagePackType.Nil:
                json.WriteNullValue();
                return reader.TryReadNil();
            case MessagePackType.Boolean:
                return TryWriteBoolean(ref reader, json);
            case MessagePackType.Integer:
                return TryWriteInteger(ref reader, json);
            case MessagePackType.Float:
                return TryWriteFloat(ref reader, json);
            case MessagePackType.String:
                return TryWriteString(ref reader, json, isName: false);
            case MessagePackType.Binary:
                return TryWriteBinary(ref reader, json);
            case MessagePackType.Array:
                return TryWriteArray(ref reader, json);
            case MessagePackType.Map:
                return TryWriteMap(ref reader, json);
            case MessagePackType.Timestamp:
                return TryWriteTimestamp(ref reader, json);
            default:
                return TryWriteExtension(ref reader, json);
        }
    }

    private static bool TryWriteBoolean(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        if (!reader.TryReadBoolean(out bool value))
            return false;
        json.WriteBooleanValue(value);
        return true;
    }

    private static bool TryWriteInteger(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        Span<byte> digits = stackalloc byte[20]; // -9223372036854775808 and 18446744073709551615
        int length;
        if (reader.TryReadInt64(out long value))
        {
            if (value is >= -MaxSafeInteger and <= MaxSafeInteger)
            {
                json.WriteNumberValue(value);
                return true;
            }

            value.TryFormat(digits, out length, default, System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (reader.TryReadUInt64(out ulong large))
        {
            large.TryFormat(digits, out length, default, System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            return false;
        }

        json.WriteStringValue(digits[..length]);
        return true;
    }

    private static bool TryWriteFloat(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        // A float32 is written as one: widened, 41.7 would be 41.70000076293945.
        if (reader.IsFloat32)
        {
            if (!reader.TryReadSingle(out float single))
                return false;
            if (float.IsFinite(single))
                json.WriteNumberValue(single);
            else
                json.WriteNullValue();
            return true;
        }

        if (!reader.TryReadDouble(out double value))
            return false;
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
        return true;
    }

    private static bool TryWriteString(ref MessagePackReader reader, Utf8JsonWriter json, bool isName)
    {
        if (reader.TryReadUtf8(out ReadOnlySpan<byte> text))
        {
            Put(json, text, isName);
            return true;
        }

        if (reader.Error.Status != MessagePackStatus.Split)
            return false;
        if (!reader.TryReadString(out string? joined))
            return false;
        if (isName)
            json.WritePropertyName(joined);
        else
            json.WriteStringValue(joined);
        return true;
    }

    private static void Put(Utf8JsonWriter json, ReadOnlySpan<byte> text, bool isName)
    {
        if (isName)
            json.WritePropertyName(text);
        else
            json.WriteStringValue(text);
    }

    private static bool TryWriteBinary(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        if (!reader.TryReadBinaryHeader(out int length))
            return false;
        WriteBase64(ref reader, json, length);
        return true;
    }

    // The header's read has seen that the octets are there.
    private static void WriteBase64(ref MessagePackReader reader, Utf8JsonWriter json, int length)
    {
        if (reader.TryReadOctets(length, out ReadOnlySpan<byte> octets))
        {
            json.WriteBase64StringValue(octets);
            return;
        }

        byte[]? rented = length > StackLength ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> joined = rented ?? stackalloc byte[StackLength];
        reader.TryCopyOctets(joined[..length]);
        json.WriteBase64StringValue(joined[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static bool TryWriteArray(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        if (!TryEnter(ref reader, json) || !reader.TryReadArrayHeader(out int count))
            return false;

        json.WriteStartArray();
        for (int i = 0; i < count; i++)
        {
            if (!TryWriteValue(ref reader, json))
                return false;
        }

        json.WriteEndArray();
        reader.Leave();
        return true;
    }

    private static bool TryWriteMap(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        if (!TryEnter(ref reader, json) || !reader.TryReadMapHeader(out int count))
            return false;

        bool written = HasPlainNames(reader, count) ? TryWriteObject(ref reader, json, count) : TryWritePairs(ref reader, json, count);
        reader.Leave();
        return written;
    }

    // Takes a copy: looks ahead over the keys. Each level looks once over all below it, so the work is bounded by octets times depth.
    private static bool HasPlainNames(MessagePackReader reader, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryPeekType(out MessagePackType type))
                return true; // writing will come upon the same and name it
            if (type != MessagePackType.String || (i == 0 && IsReserved(reader)))
                return false;
            if (!reader.TrySkip() || !reader.TrySkip())
                return true;
        }

        return true;
    }

    private static bool IsReserved(MessagePackReader reader)
    {
        Span<byte> name = stackalloc byte[16];
        return reader.TryCopyUtf8(name, out int length) && JsonNames.IsReserved(name[..length]);
    }

    private static bool TryWriteObject(ref MessagePackReader reader, Utf8JsonWriter json, int count)
    {
        json.WriteStartObject();
        for (int i = 0; i < count; i++)
        {
            if (!TryWriteString(ref reader, json, isName: true) || !TryWriteValue(ref reader, json))
                return false;
        }

        json.WriteEndObject();
        return true;
    }

    private static bool TryWritePairs(ref MessagePackReader reader, Utf8JsonWriter json, int count)
    {
        json.WriteStartObject();
        json.WriteStartArray(JsonNames.Map);
        for (int i = 0; i < count; i++)
        {
            json.WriteStartArray();
            if (!TryWriteValue(ref reader, json) || !TryWriteValue(ref reader, json))
                return false;
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return true;
    }

    private static bool TryWriteTimestamp(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        MessagePackReader start = reader;
        Span<byte> text = stackalloc byte[JsonTime.MaxLength];
        if (!reader.TryReadTimestamp(out long seconds, out int nanoseconds)
            || !JsonTime.TryFormat(new Timestamp(seconds, (uint)nanoseconds), text, out int length))
        {
            reader = start; // broken, cut, or beyond our calendar
            return TryWriteExtension(ref reader, json);
        }

        json.WriteStartObject();
        json.WriteString(JsonNames.Timestamp, text[..length]);
        json.WriteEndObject();
        return true;
    }

    private static bool TryWriteExtension(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        if (!reader.TryReadExtensionHeader(out sbyte type, out int length))
            return false;

        json.WriteStartObject();
        json.WriteNumber(JsonNames.Extension, type);
        json.WritePropertyName(JsonNames.ExtensionData);
        WriteBase64(ref reader, json, length);
        json.WriteEndObject();
        return true;
    }

    private static bool TryEnter(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        int allowed = json.Options.MaxDepth == 0 ? DefaultWriterDepth : json.Options.MaxDepth;
        bool fits = json.CurrentDepth + LevelsOfMap + 1 <= allowed // the deepest value may be an extension's object
            && RuntimeHelpers.TryEnsureSufficientExecutionStack(); // a level takes some 1,000 octets once the compiler has inlined, and the caller's stack may be small
        return fits
            ? reader.TryEnter()
            : reader.FailWith(new MessagePackError(MessagePackStatus.TooDeep, reader.Consumed, MessagePackType.None, MessagePackType.None));
    }
}
