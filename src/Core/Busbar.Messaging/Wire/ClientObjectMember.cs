using System.Text.Json;

namespace Busbar.Messaging;

/// <summary>The members that a client's objects have, and how their names are found.</summary>
internal enum ClientObjectMember : byte
{
    Unknown = 0,
    Type,
    Id,
    Key,
    Name,
    Own,
    Session,
    Position,
    Filter,
    History,
    Since,
    Epoch,
    Sequence,
    Presence,
    Topic,
    Value,
    Kind,
    Ttl,
    To,
    Timeout,
    Error,
}

/// <summary>Looks up the name on which a reader stands.</summary>
internal static class ClientObjectMembers
{
    private const int Longest = 8;
    private const int LongestEscaped = Longest * 6;

    public static ClientObjectMember Find(in Utf8JsonReader json)
    {
        ReadOnlySpan<byte> name = json.ValueSpan;
        if (!json.ValueIsEscaped)
            return Find(name);
        if (name.Length > LongestEscaped)
            return ClientObjectMember.Unknown;
        Span<byte> unescaped = stackalloc byte[LongestEscaped];
        return Find(unescaped[..json.CopyString(unescaped)]);
    }

    private static ClientObjectMember Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => ClientObjectMember.Id,
        2 when name.SequenceEqual("to"u8) => ClientObjectMember.To,
        3 when name.SequenceEqual("key"u8) => ClientObjectMember.Key,
        3 when name.SequenceEqual("own"u8) => ClientObjectMember.Own,
        3 when name.SequenceEqual("ttl"u8) => ClientObjectMember.Ttl,
        4 when name.SequenceEqual("type"u8) => ClientObjectMember.Type,
        4 when name.SequenceEqual("name"u8) => ClientObjectMember.Name,
        4 when name.SequenceEqual("kind"u8) => ClientObjectMember.Kind,
        5 when name.SequenceEqual("value"u8) => ClientObjectMember.Value,
        5 when name.SequenceEqual("topic"u8) => ClientObjectMember.Topic,
        5 when name.SequenceEqual("since"u8) => ClientObjectMember.Since,
        5 when name.SequenceEqual("epoch"u8) => ClientObjectMember.Epoch,
        5 when name.SequenceEqual("error"u8) => ClientObjectMember.Error,
        6 when name.SequenceEqual("filter"u8) => ClientObjectMember.Filter,
        7 when name.SequenceEqual("session"u8) => ClientObjectMember.Session,
        7 when name.SequenceEqual("history"u8) => ClientObjectMember.History,
        7 when name.SequenceEqual("timeout"u8) => ClientObjectMember.Timeout,
        8 when name.SequenceEqual("position"u8) => ClientObjectMember.Position,
        8 when name.SequenceEqual("sequence"u8) => ClientObjectMember.Sequence,
        8 when name.SequenceEqual("presence"u8) => ClientObjectMember.Presence,
        _ => ClientObjectMember.Unknown,
    };
}
