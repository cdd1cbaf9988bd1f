using System.Buffers;
using System.Globalization;
using System.Text;

namespace Busbar.MessagePack.Tests.Support;

/// <summary>
/// A value as text that tells every type apart, read with the typed reads: <c>[1,f1.5,"a",bin:00FF,{1:nil},ext5:00,time1.5]</c>. What is
/// split is copied, so that spans and sequences give the same.
/// </summary>
internal static class Described
{
    public static string Value(byte[] octets)
    {
        var reader = new MessagePackReader(octets);
        return Whole(ref reader);
    }

    public static string Value(ReadOnlySequence<byte> octets)
    {
        var reader = new MessagePackReader(octets);
        return Whole(ref reader);
    }

    /// <summary>Appends the next value.</summary>
    /// <returns>False when the reader could not read it.</returns>
    public static bool TryAppend(ref MessagePackReader reader, StringBuilder text)
    {
        if (!reader.TryPeekType(out MessagePackType type))
            return false;
        return type switch
        {
            MessagePackType.Nil => reader.TryReadNil() && Put(text, "nil"),
            MessagePackType.Boolean => reader.TryReadBoolean(out bool value) && Put(text, value ? "true" : "false"),
            MessagePackType.Integer => TryAppendInteger(ref reader, text),
            MessagePackType.Float => reader.TryReadDouble(out double value) && Put(text, Float(value)),
            MessagePackType.String => reader.TryReadString(out string? value) && Put(text, Quoted(value)),
            MessagePackType.Binary => TryAppendBinary(ref reader, text),
            MessagePackType.Array => TryAppendArray(ref reader, text),
            MessagePackType.Map => TryAppendMap(ref reader, text),
            MessagePackType.Timestamp => reader.TryReadTimestamp(out long seconds, out int nanoseconds) && Put(text, Time(seconds, nanoseconds)),
            _ => TryAppendExtension(ref reader, text),
        };
    }

    public static string Float(double value) => "f" + value.ToString("R", CultureInfo.InvariantCulture);

    public static string Quoted(string value) => $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string Binary(ReadOnlySpan<byte> octets) => "bin:" + Convert.ToHexString(octets);

    public static string Extension(int type, ReadOnlySpan<byte> octets) => string.Create(CultureInfo.InvariantCulture, $"ext{type}:{Convert.ToHexString(octets)}");

    public static string Time(long seconds, int nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"time{seconds}.{nanoseconds:D9}");

    private static string Whole(ref MessagePackReader reader)
    {
        var text = new StringBuilder();
        Assert.True(TryAppend(ref reader, text), reader.Error.ToString());
        Assert.True(reader.IsAtEnd);
        Assert.Equal(0, reader.Depth);
        return text.ToString();
    }

    private static bool TryAppendInteger(ref MessagePackReader reader, StringBuilder text)
    {
        if (reader.TryReadInt64(out long value))
            return Put(text, value.ToString(CultureInfo.InvariantCulture));
        return reader.TryReadUInt64(out ulong large) && Put(text, large.ToString(CultureInfo.InvariantCulture));
    }

    private static bool TryAppendBinary(ref MessagePackReader reader, StringBuilder text)
    {
        if (reader.TryReadBinary(out ReadOnlySpan<byte> octets))
            return Put(text, Binary(octets));
        if (reader.Error.Status != MessagePackStatus.Split)
            return false;
        byte[] copy = new byte[reader.Remaining];
        return reader.TryCopyBinary(copy, out int length) && Put(text, Binary(copy.AsSpan(0, length)));
    }

    private static bool TryAppendExtension(ref MessagePackReader reader, StringBuilder text)
    {
        if (reader.TryReadExtension(out sbyte type, out ReadOnlySpan<byte> octets))
            return Put(text, Extension(type, octets));
        if (reader.Error.Status != MessagePackStatus.Split || !reader.TryReadExtensionHeader(out type, out int length))
            return false;
        byte[] copy = new byte[length];
        return reader.TryCopyOctets(copy) && Put(text, Extension(type, copy));
    }

    private static bool TryAppendArray(ref MessagePackReader reader, StringBuilder text)
    {
        if (!reader.TryEnter() || !reader.TryReadArrayHeader(out int count))
            return false;
        text.Append('[');
        for (int i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            if (!TryAppend(ref reader, text))
                return false;
        }

        reader.Leave();
        return Put(text, "]");
    }

    private static bool TryAppendMap(ref MessagePackReader reader, StringBuilder text)
    {
        if (!reader.TryEnter() || !reader.TryReadMapHeader(out int count))
            return false;
        text.Append('{');
        for (int i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            if (!TryAppend(ref reader, text) || !Put(text, ":") || !TryAppend(ref reader, text))
                return false;
        }

        reader.Leave();
        return Put(text, "}");
    }

    private static bool Put(StringBuilder text, string part)
    {
        text.Append(part);
        return true;
    }
}
