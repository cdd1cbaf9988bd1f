namespace Busbar;

/// <summary>What the arguments of events come in.</summary>
public enum EventFormat : byte
{
    /// <summary>
    /// A MessagePack array, one element an argument; the package <c>Busbar.MessagePack</c> reads it. Arguments of a newer sender behind
    /// those that a method takes are passed over; what is no MessagePack among them is a fault like any other.
    /// </summary>
    MessagePack = 0,

    /// <summary>
    /// JSON text (RFC 8259). A method with one payload parameter takes the whole value; one with several takes an array by position, or
    /// an object by name.
    /// </summary>
    Json = 1,

    /// <summary>Octets as they came: as a <c>ReadOnlySpan&lt;byte&gt;</c>, a <c>byte[]</c> of the method's own, or as UTF-8 a <c>string</c>.</summary>
    Raw = 2,
}
