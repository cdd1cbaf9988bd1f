namespace Busbar.Generators.Models;

/// <summary>What a value in a payload can become: arguments of events and published functions, members of users' records.</summary>
internal enum PayloadKind
{
    Boolean,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,
    Char,
    String,
    Guid,
    DateTimeOffset,
    DateTime,
    DateOnly,
    TimeOnly,
    TimeSpan,

    /// <summary>A user's enumeration; see <see cref="UserTypes.Enums"/>.</summary>
    Enum,

    /// <summary>Octets as an array of their own.</summary>
    Octets,

    /// <summary>Octets borrowed from the payload: a <c>ReadOnlySpan&lt;byte&gt;</c>, only ever an argument itself.</summary>
    OctetSpan,

    /// <summary>An array of <see cref="PayloadType.Element"/>.</summary>
    Array,

    /// <summary>A <c>List</c>, or an interface that one implements.</summary>
    List,

    /// <summary>A <c>Dictionary</c> by string, or an interface that one implements.</summary>
    Map,

    /// <summary>A user's record, class or struct; see <see cref="UserTypes.Records"/>.</summary>
    Record,

    /// <summary>A <c>System.Text.Json.JsonElement</c>: whatever was sent, for the user to look at.</summary>
    JsonElement,
}
