using System.Buffers.Binary;

namespace Busbar.MessagePack;

/// <summary>
/// What stands in front of a value's payload: its format and the number that follows. For nil, booleans and numbers that is the
/// whole value, for the others a length in octets or a count of elements.
/// </summary>
/// <param name="Format">The first octet.</param>
/// <param name="Type">Its type; timestamps are extensions here.</param>
/// <param name="Size">Octets of the header; when incomplete, those that it needs.</param>
/// <param name="Number">The number: integers extended to 64 bits, floats as their bits, lengths and counts as they are.</param>
/// <param name="ExtensionType">The type number of an extension.</param>
internal readonly record struct Header(byte Format, MessagePackType Type, int Size, ulong Number, sbyte ExtensionType)
{
    /// <summary>Octets of the longest header: format and 64 bits.</summary>
    public const int MaxSize = 9;

    private const byte Unnamed = 0xC0; // the formats with a row in the tables begin here

    /// <summary>Header octets of 0xC0 to 0xDF.</summary>
    private static ReadOnlySpan<byte> Sizes =>
    [
        1, 1, 1, 1, // nil, never used, false, true
        2, 3, 5, 3, 4, 6, // bin, ext
        5, 9, 2, 3, 5, 9, 2, 3, 5, 9, // float, uint, int
        2, 2, 2, 2, 2, // fixext
        2, 3, 5, 3, 5, 3, 5, // str, array, map
    ];

    /// <summary>Types of 0xC0 to 0xDF, as <see cref="MessagePackType"/>.</summary>
    private static ReadOnlySpan<byte> Types =>
    [
        (byte)MessagePackType.Nil, (byte)MessagePackType.None, (byte)MessagePackType.Boolean, (byte)MessagePackType.Boolean,
        (byte)MessagePackType.Binary, (byte)MessagePackType.Binary, (byte)MessagePackType.Binary,
        (byte)MessagePackType.Extension, (byte)MessagePackType.Extension, (byte)MessagePackType.Extension,
        (byte)MessagePackType.Float, (byte)MessagePackType.Float,
        (byte)MessagePackType.Integer, (byte)MessagePackType.Integer, (byte)MessagePackType.Integer, (byte)MessagePackType.Integer,
        (byte)MessagePackType.Integer, (byte)MessagePackType.Integer, (byte)MessagePackType.Integer, (byte)MessagePackType.Integer,
        (byte)MessagePackType.Extension, (byte)MessagePackType.Extension, (byte)MessagePackType.Extension,
        (byte)MessagePackType.Extension, (byte)MessagePackType.Extension,
        (byte)MessagePackType.String, (byte)MessagePackType.String, (byte)MessagePackType.String,
        (byte)MessagePackType.Array, (byte)MessagePackType.Array, (byte)MessagePackType.Map, (byte)MessagePackType.Map,
    ];

    /// <summary>Whether <see cref="Number"/> is a negative integer.</summary>
    public bool IsNegative => (long)Number < 0 && Format is >= Formats.NegativeFixInt or (>= Formats.Int8 and <= Formats.Int64);

    public bool IsContainer => Type is MessagePackType.Array or MessagePackType.Map;

    public bool HasPayload => Type is MessagePackType.String or MessagePackType.Binary or MessagePackType.Extension;

    public bool IsTimestamp => Type == MessagePackType.Extension && ExtensionType == Timestamp.ExtensionType;

    /// <summary>Values that follow the header of an array or map: a pair is two.</summary>
    public ulong Children => Type == MessagePackType.Map ? 2 * Number : Number;

    /// <summary>Reads the header at the start of contiguous octets.</summary>
    /// <returns>Ok; Incomplete, with <see cref="Type"/> and <see cref="Size"/> as far as they are known; or Reserved.</returns>
    public static MessagePackStatus Decode(ReadOnlySpan<byte> octets, out Header header)
    {
        header = new Header(0, MessagePackType.None, 1, 0, 0);
        if (octets.IsEmpty)
            return MessagePackStatus.Incomplete;

        byte format = octets[0];
        header = format switch
        {
            < Formats.FixMap => new Header(format, MessagePackType.Integer, 1, format, 0),
            < Formats.FixArray => new Header(format, MessagePackType.Map, 1, format & 0x0Fu, 0),
            < Formats.FixStr => new Header(format, MessagePackType.Array, 1, format & 0x0Fu, 0),
            < Formats.Nil => new Header(format, MessagePackType.String, 1, format & 0x1Fu, 0),
            >= Formats.NegativeFixInt => new Header(format, MessagePackType.Integer, 1, (ulong)(sbyte)format, 0),
            _ => new Header(format, (MessagePackType)Types[format - Unnamed], Sizes[format - Unnamed], 0, 0),
        };
        if (header.Size == 1)
            return format == Formats.NeverUsed ? MessagePackStatus.Reserved : MessagePackStatus.Ok;
        if (octets.Length < header.Size)
            return MessagePackStatus.Incomplete;

        octets = octets[1..header.Size];
        header = header.Type == MessagePackType.Extension ? header.WithExtension(octets) : header with { Number = header.ReadNumber(octets) };
        return MessagePackStatus.Ok;
    }

    private Header WithExtension(ReadOnlySpan<byte> octets)
    {
        ulong length = octets.Length == 1 ? 1UL << (Format - Formats.FixExt1) : ReadUnsigned(octets[..^1]);
        return this with { Number = length, ExtensionType = (sbyte)octets[^1] };
    }

    private ulong ReadNumber(ReadOnlySpan<byte> octets) => Format switch
    {
        Formats.Int8 => (ulong)(sbyte)octets[0],
        Formats.Int16 => (ulong)BinaryPrimitives.ReadInt16BigEndian(octets),
        Formats.Int32 => (ulong)BinaryPrimitives.ReadInt32BigEndian(octets),
        _ => ReadUnsigned(octets),
    };

    private static ulong ReadUnsigned(ReadOnlySpan<byte> octets) => octets.Length switch
    {
        1 => octets[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(octets),
        4 => BinaryPrimitives.ReadUInt32BigEndian(octets),
        _ => BinaryPrimitives.ReadUInt64BigEndian(octets),
    };
}
