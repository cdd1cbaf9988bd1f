using System.Buffers;
using Busbar.MessagePack;

namespace Busbar.Interop.Tests.MessagePack;

/// <summary>Reads a value with the typed reads and writes it again.</summary>
internal static class Transcoder
{
    public static string Transcode(string hex)
    {
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        bool copied = TryCopy(ref reader, ref writer);
        Assert.True(copied && reader.IsAtEnd, reader.Error.ToString());
        writer.Flush();
        return Convert.ToHexStringLower(output.WrittenSpan);
    }

    private static bool TryCopy(ref MessagePackReader reader, ref MessagePackWriter writer)
    {
        if (!reader.TryPeekType(out MessagePackType type))
            return false;

        switch (type)
        {
            case MessagePackType.Nil when reader.TryReadNil():
                writer.WriteNil();
                return true;
            case MessagePackType.Boolean when reader.TryReadBoolean(out bool value):
                writer.WriteBoolean(value);
                return true;
            case MessagePackType.Integer when reader.TryReadInt64(out long value):
                writer.WriteInteger(value);
                return true;
            case MessagePackType.Integer when reader.TryReadUInt64(out ulong value):
                writer.WriteInteger(value);
                return true;
            case MessagePackType.Float when reader.TryReadDouble(out double value):
                writer.WriteDouble(value);
                return true;
            case MessagePackType.String when reader.TryReadString(out string? value):
                writer.WriteString(value);
                return true;
            case MessagePackType.Binary when reader.TryReadBinary(out ReadOnlySpan<byte> value):
                writer.WriteBinary(value);
                return true;
            case MessagePackType.Timestamp when reader.TryReadTimestamp(out long seconds, out int nanoseconds):
                writer.WriteTimestamp(seconds, nanoseconds);
                return true;
            case MessagePackType.Extension when reader.TryReadExtension(out sbyte number, out ReadOnlySpan<byte> data):
                writer.WriteExtension(number, data);
                return true;
            case MessagePackType.Array when reader.TryReadArrayHeader(out int count):
                writer.WriteArrayHeader(count);
                return TryCopy(ref reader, ref writer, count);
            case MessagePackType.Map when reader.TryReadMapHeader(out int count):
                writer.WriteMapHeader(count);
                return TryCopy(ref reader, ref writer, 2 * count);
            default:
                return false;
        }
    }

    private static bool TryCopy(ref MessagePackReader reader, ref MessagePackWriter writer, int values)
    {
        while (values > 0 && TryCopy(ref reader, ref writer))
            values--;
        return values == 0;
    }
}
