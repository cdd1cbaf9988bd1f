namespace Busbar.MessagePack.Tests.Support;

/// <summary>One typed read of the reader, and which types it takes.</summary>
internal sealed record TypedRead(string Name, MessagePackType Expected, TypedRead.Reader Try)
{
    public delegate bool Reader(ref MessagePackReader reader);

    public static IReadOnlyList<TypedRead> All { get; } =
    [
        new("Nil", MessagePackType.Nil, static (ref reader) => reader.TryReadNil()),
        new("Boolean", MessagePackType.Boolean, static (ref reader) => reader.TryReadBoolean(out _)),
        new("SByte", MessagePackType.Integer, static (ref reader) => reader.TryReadSByte(out _)),
        new("Byte", MessagePackType.Integer, static (ref reader) => reader.TryReadByte(out _)),
        new("Int16", MessagePackType.Integer, static (ref reader) => reader.TryReadInt16(out _)),
        new("UInt16", MessagePackType.Integer, static (ref reader) => reader.TryReadUInt16(out _)),
        new("Int32", MessagePackType.Integer, static (ref reader) => reader.TryReadInt32(out _)),
        new("UInt32", MessagePackType.Integer, static (ref reader) => reader.TryReadUInt32(out _)),
        new("Int64", MessagePackType.Integer, static (ref reader) => reader.TryReadInt64(out _)),
        new("UInt64", MessagePackType.Integer, static (ref reader) => reader.TryReadUInt64(out _)),
        new("Single", MessagePackType.Float, static (ref reader) => reader.TryReadSingle(out _)),
        new("Double", MessagePackType.Float, static (ref reader) => reader.TryReadDouble(out _)),
        new("Utf8", MessagePackType.String, static (ref reader) => reader.TryReadUtf8(out _)),
        new("String", MessagePackType.String, static (ref reader) => reader.TryReadString(out _)),
        new("CopyUtf8", MessagePackType.String, static (ref reader) => reader.TryCopyUtf8(new byte[4096], out _)),
        new("StringHeader", MessagePackType.String, static (ref reader) => reader.TryReadStringHeader(out _)),
        new("Binary", MessagePackType.Binary, static (ref reader) => reader.TryReadBinary(out _)),
        new("CopyBinary", MessagePackType.Binary, static (ref reader) => reader.TryCopyBinary(new byte[4096], out _)),
        new("BinaryHeader", MessagePackType.Binary, static (ref reader) => reader.TryReadBinaryHeader(out _)),
        new("Array", MessagePackType.Array, static (ref reader) => reader.TryReadArrayHeader(out _)),
        new("Map", MessagePackType.Map, static (ref reader) => reader.TryReadMapHeader(out _)),
        new("Extension", MessagePackType.Extension, static (ref reader) => reader.TryReadExtension(out _, out _)),
        new("ExtensionHeader", MessagePackType.Extension, static (ref reader) => reader.TryReadExtensionHeader(out _, out _)),
        new("Timestamp", MessagePackType.Timestamp, static (ref reader) => reader.TryReadTimestamp(out _)),
        new("TimestampParts", MessagePackType.Timestamp, static (ref reader) => reader.TryReadTimestamp(out _, out _)),
        new("UnixNanoseconds", MessagePackType.Timestamp, static (ref reader) => reader.TryReadUnixNanoseconds(out _)),
    ];

    /// <summary>Whether the read takes a value of that type, if it is in range: floats take integers, extensions timestamps.</summary>
    public bool Takes(MessagePackType found) =>
        found == Expected || (Expected, found) is (MessagePackType.Float, MessagePackType.Integer) or (MessagePackType.Extension, MessagePackType.Timestamp);
}
