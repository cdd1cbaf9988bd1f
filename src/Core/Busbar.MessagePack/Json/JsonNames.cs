namespace Busbar.MessagePack;

/// <summary>The names by which JSON objects stand for what JSON does not have.</summary>
internal static class JsonNames
{
    public const string Binary = "$bin";
    public const string Timestamp = "$timestamp";
    public const string Extension = "$ext";
    public const string ExtensionData = "data";
    public const string Map = "$map";

    public static bool IsReserved(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("$bin"u8) || name.SequenceEqual("$timestamp"u8) || name.SequenceEqual("$ext"u8) || name.SequenceEqual("$map"u8);
}
