using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Busbar.Messaging;

/// <summary>
/// Reads what a client sent: one object, or an array of them, one after the other. Whatever the octets are, each call ends in an object
/// or in a fault in words, never in an exception.
/// </summary>
/// <param name="text">As it came.</param>
/// <param name="position">Where an earlier reader of the same text stood; 0 to begin.</param>
internal ref struct ClientObjectReader(ReadOnlySpan<byte> text, int position = 0)
{
    private const int MaxDepth = 62; // that of a payload with what is put around it stays within the 64 that readers allow by default
    private const long MaxInteger = (1L << 53) - 1;
    private const double MaxMilliseconds = 1e12; // some thirty years

    private readonly ReadOnlySpan<byte> _text = text;
    private bool _hasEnded;

    /// <summary>Where the next object is looked for.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Reads the next object.</summary>
    /// <param name="message">What stands there; its id is set, where one could be read, also beside a fault, unless the text is no JSON.</param>
    /// <param name="fault">What is wrong with it; null when nothing is. A text that is no JSON ends with the fault.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ClientObject message, out string? fault)
    {
        fault = null;
        if (Position == 0 && PlainObject.TryRead(_text, out message))
        {
            Position = _text.Length;
            return true;
        }

        message = default;
        try
        {
            if (Position == 0 && !Utf8.IsValid(_text))
                Fail(ref fault, "the text is not UTF-8");
            else if (TryBegin(ref fault))
                message = ReadObject(ref fault);
            else
                return fault is not null;
        }
        catch (JsonException)
        {
            Fail(ref fault, "the text is not JSON");
        }
        catch (InvalidOperationException)
        {
            Fail(ref fault, "a string holds half a character"); // a surrogate without its other half, escaped
        }

        return true;
    }

    /// <summary>Goes to where an object begins; false at the end, and beside a fault.</summary>
    private bool TryBegin(scoped ref string? fault)
    {
        bool isFirst = Position == 0;
        bool isArray = FirstIsBracket();
        PassSpace();
        if (Position == _text.Length)
            return isFirst ? Fail(ref fault, "the text is empty") : isArray && !_hasEnded && Fail(ref fault, "the text is not JSON");
        if (!isFirst && !isArray)
            return Fail(ref fault, "something stands behind the object");
        return (!isArray || TryPassDelimiter(isFirst, ref fault)) && (_text[Position] == '{' || Fail(ref fault, "an object is expected"));
    }

    /// <summary>Passes what stands before an element of an array; false at its end, and beside a fault.</summary>
    private bool TryPassDelimiter(bool isFirst, scoped ref string? fault)
    {
        byte delimiter = _text[Position++];
        PassSpace();
        if (isFirst && Position < _text.Length && _text[Position] == ']')
        {
            delimiter = _text[Position++];
            PassSpace();
        }

        if (delimiter == ']')
        {
            _hasEnded = true;
            return Position < _text.Length && Fail(ref fault, "something stands behind the array");
        }

        return (delimiter == (isFirst ? '[' : ',') && Position < _text.Length) || Fail(ref fault, "the text is not JSON");
    }

    private readonly bool FirstIsBracket()
    {
        foreach (byte octet in _text)
        {
            if (!IsSpace(octet))
                return octet == '[';
        }

        return false;
    }

    private ClientObject ReadObject(scoped ref string? fault)
    {
        ClientObject message = default;
        var json = new Utf8JsonReader(_text[Position..], new JsonReaderOptions { MaxDepth = MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ClientObjectMember member = ClientObjectMembers.Find(json);
            json.Read();
            string? wrong = ReadMember(ref json, member, ref message);
            fault ??= wrong;
        }

        Position += (int)json.BytesConsumed;
        fault ??= message.Type == ClientObjectType.None ? "type is missing" : null;
        return message;
    }

    private string? ReadMember(ref Utf8JsonReader json, ClientObjectMember member, ref ClientObject message)
    {
        if (member == ClientObjectMember.Value)
        {
            int start = (int)json.TokenStartIndex;
            json.Skip();
            message.Value = _text[(Position + start)..(Position + (int)json.BytesConsumed)];
            return null;
        }

        if (json.TokenType == JsonTokenType.Null)
            return member == ClientObjectMember.Type ? "type must be a string" : null;
        if (member == ClientObjectMember.Since)
            return ReadSince(ref json, ref message);
        string? wrong = ReadScalar(ref json, member, ref message);
        json.Skip(); // of a member that is not known, or of another type than it should be
        return wrong;
    }

    private static string? ReadScalar(ref Utf8JsonReader json, ClientObjectMember member, ref ClientObject message) => member switch
    {
        ClientObjectMember.Type => ReadType(ref json, ref message),
        ClientObjectMember.Id => ReadId(ref json, ref message),
        ClientObjectMember.Key => ReadText(ref json, ref message.Key) ? null : "key must be a string",
        ClientObjectMember.Name => ReadText(ref json, ref message.Name) ? null : "name must be a string",
        ClientObjectMember.Session => ReadText(ref json, ref message.Session) ? null : "session must be a string",
        ClientObjectMember.Filter => ReadText(ref json, ref message.Filter) ? null : "filter must be a string",
        ClientObjectMember.Topic => ReadText(ref json, ref message.Topic) ? null : "topic must be a string",
        ClientObjectMember.To => ReadText(ref json, ref message.To) ? null : "to must be a string",
        ClientObjectMember.Error => ReadText(ref json, ref message.Error) ? null : "error must be a string",
        ClientObjectMember.Position => ReadInteger(ref json, ref message.Position) ? null : "position must be an integer from 0",
        ClientObjectMember.History => ReadInteger(ref json, ref message.History) ? null : "history must be an integer from 0",
        ClientObjectMember.Ttl => ReadTime(ref json, ref message.TimeToLive) ? null : "ttl must be a number of milliseconds above 0",
        ClientObjectMember.Timeout => ReadTime(ref json, ref message.Timeout) ? null : "timeout must be a number of milliseconds above 0",
        ClientObjectMember.Own => ReadFlag(ref json, ref message.Own) ? null : "own must be true or false",
        ClientObjectMember.Presence => ReadFlag(ref json, ref message.Presence) ? null : "presence must be true or false",
        ClientObjectMember.Kind => ReadKind(ref json, ref message),
        _ => null,
    };

    private static string? ReadType(ref Utf8JsonReader json, ref ClientObject message)
    {
        if (json.TokenType != JsonTokenType.String)
            return "type must be a string";
        message.Type = json.ValueTextEquals("ack"u8) ? ClientObjectType.Ack
            : json.ValueTextEquals("publish"u8) ? ClientObjectType.Publish
            : json.ValueTextEquals("send"u8) ? ClientObjectType.Send
            : json.ValueTextEquals("request"u8) ? ClientObjectType.Request
            : json.ValueTextEquals("response"u8) ? ClientObjectType.Response
            : json.ValueTextEquals("join"u8) ? ClientObjectType.Join
            : json.ValueTextEquals("leave"u8) ? ClientObjectType.Leave
            : json.ValueTextEquals("presence"u8) ? ClientObjectType.Presence
            : json.ValueTextEquals("hello"u8) ? ClientObjectType.Hello
            : json.ValueTextEquals("bye"u8) ? ClientObjectType.Bye
            : ClientObjectType.None;
        return message.Type == ClientObjectType.None ? "the type is not known" : null;
    }

    /// <summary>The client's own numbers are numbers, those of the server's requests are strings: <c>"s1"</c>.</summary>
    private static string? ReadId(ref Utf8JsonReader json, ref ClientObject message)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number) && number is >= -MaxInteger and <= MaxInteger)
        {
            message.Id = number;
            return null;
        }

        if (json.TokenType == JsonTokenType.String && json.ValueSpan is [(byte)'s', .. ReadOnlySpan<byte> digits]
            && Utf8Parser.TryParse(digits, out long request, out int used) && used == digits.Length)
        {
            message.RequestId = request;
            return null;
        }

        return "id must be an integer, or that of a request of the server's";
    }

    private static string? ReadKind(ref Utf8JsonReader json, ref ClientObject message)
    {
        if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("state"u8))
            message.Kind = TopicKind.State;
        else if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("event"u8))
            message.Kind = TopicKind.Event;
        else
            return "kind must be \"event\" or \"state\"";
        return null;
    }

    private static string? ReadSince(ref Utf8JsonReader json, ref ClientObject message)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return "since must be an object";
        }

        bool isRight = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ClientObjectMember member = ClientObjectMembers.Find(json);
            json.Read();
            if (member == ClientObjectMember.Epoch)
                isRight &= ReadText(ref json, ref message.Epoch);
            else if (member == ClientObjectMember.Sequence)
                isRight &= ReadInteger(ref json, ref message.Since);
            json.Skip();
        }

        return isRight && message.Epoch.IsThere && message.Since is not null ? null : "since must have an epoch and a sequence";
    }

    private static bool ReadText(ref Utf8JsonReader json, ref JsonString text)
    {
        if (json.TokenType != JsonTokenType.String)
            return false;
        text = new JsonString(json.ValueSpan, json.ValueIsEscaped ? json.GetString() : null);
        return true;
    }

    private static bool ReadInteger(ref Utf8JsonReader json, ref long? integer)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number is < 0 or > MaxInteger)
            return false;
        integer = number;
        return true;
    }

    private static bool ReadTime(ref Utf8JsonReader json, ref double? milliseconds)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out double number) || number is not (> 0 and <= MaxMilliseconds))
            return false;
        milliseconds = number;
        return true;
    }

    private static bool ReadFlag(ref Utf8JsonReader json, ref bool? flag)
    {
        if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return false;
        flag = json.TokenType == JsonTokenType.True;
        return true;
    }

    private void PassSpace()
    {
        while (Position < _text.Length && IsSpace(_text[Position]))
            Position++;
    }

    private static bool IsSpace(byte octet) => octet is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>Nothing is read beyond here.</summary>
    private bool Fail(scoped ref string? fault, string words)
    {
        Position = _text.Length;
        _hasEnded = true;
        fault = words;
        return false;
    }
}
