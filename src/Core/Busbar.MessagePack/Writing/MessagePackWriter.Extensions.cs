namespace Busbar.MessagePack;

/// <content>Extensions and timestamps; specification, "ext format family", "Timestamp extension type".</content>
public ref partial struct MessagePackWriter
{
    private const byte MinusOne = unchecked((byte)Timestamp.ExtensionType);

    /// <summary>Writes an extension.</summary>
    /// <param name="type">Its number: the application's from 0 to 127, the specification's below 0.</param>
    /// <param name="data">Its octets.</param>
    public void WriteExtension(sbyte type, scoped ReadOnlySpan<byte> data)
    {
        WriteExtensionHeader(type, data.Length);
        WriteRaw(data);
    }

    /// <summary>Writes the header of an extension, whose octets the caller writes: <see cref="WriteRaw"/>.</summary>
    /// <param name="type">Its number: the application's from 0 to 127, the specification's below 0.</param>
    /// <param name="length">How many octets follow.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public void WriteExtensionHeader(sbyte type, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Span<byte> octets = Reserve(6);
        _position += PutExtension(octets, type, length);
    }

    /// <summary>Writes an instant as the shortest timestamp; nothing of its 100 ns is lost.</summary>
    public void WriteTimestamp(DateTimeOffset time) => WriteTimestamp(Timestamp.From(time));

    /// <summary>Writes an instant as the shortest timestamp.</summary>
    /// <param name="seconds">Whole seconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="nanoseconds">What comes on top, 0 to 999,999,999, also before 1970.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nanoseconds"/> is out of its range.</exception>
    public void WriteTimestamp(long seconds, int nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nanoseconds, (int)Timestamp.MaxNanoseconds);
        WriteTimestamp(new Timestamp(seconds, (uint)nanoseconds));
    }

    /// <summary>Writes an instant as the shortest timestamp.</summary>
    /// <param name="nanoseconds">Nanoseconds since 1970-01-01T00:00:00Z.</param>
    public void WriteUnixNanoseconds(long nanoseconds) => WriteTimestamp(Timestamp.FromUnixNanoseconds(nanoseconds));

    private void WriteTimestamp(in Timestamp timestamp)
    {
        int size = timestamp.Size;
        Span<byte> octets = Reserve(3 + Timestamp.MaxSize);
        int header = size switch
        {
            4 => Put8(octets, Formats.FixExt4, MinusOne),
            8 => Put8(octets, Formats.FixExt8, MinusOne),
            _ => PutExtension(octets, Timestamp.ExtensionType, size),
        };
        timestamp.Encode(octets.Slice(header, size));
        _position += header + size;
    }

    private static int PutExtension(Span<byte> octets, sbyte type, int length)
    {
        int size = length switch
        {
            1 => Put8(octets, Formats.FixExt1, (byte)type),
            2 => Put8(octets, Formats.FixExt2, (byte)type),
            4 => Put8(octets, Formats.FixExt4, (byte)type),
            8 => Put8(octets, Formats.FixExt8, (byte)type),
            16 => Put8(octets, Formats.FixExt16, (byte)type),
            _ => PutLength(octets, Formats.Ext8, length) + 1,
        };
        octets[size - 1] = (byte)type;
        return size;
    }
}
