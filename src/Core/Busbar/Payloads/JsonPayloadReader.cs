using System.Buffers;
using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace Busbar;

/// <summary>
/// For generated code: reads the values of a JSON payload strictly, and keeps what is wrong with one instead of throwing. A value is
/// read where the reader stands, on its first token, and left on its last one. A string is no number, except for 64-bit integers, which
/// pages cannot send otherwise; a number that does not fit is refused, and so is null for what is not nullable. Text that is no JSON, or
/// is nested deeper than 64, is the one thing that throws a <see cref="JsonException"/>: who begins to read catches it once.
/// </summary>
/// <remarks>Reading numbers, truth values, times and names of enumerations out of a payload in one piece allocates nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct JsonPayloadReader
{
    private const int LongestReceived = 64; // characters of what was sent, also of its names, that a fault repeats

    private JsonTokenizer _json;

    /// <summary>A reader in front of the first token.</summary>
    /// <param name="payload">Borrowed while the reader is used.</param>
    public JsonPayloadReader(ReadOnlySpan<byte> payload) => _json = new JsonTokenizer(payload);

    /// <summary>A reader in front of the first token. A payload in several pieces is copied into one.</summary>
    /// <param name="payload">Borrowed while the reader is used.</param>
    public JsonPayloadReader(ReadOnlySequence<byte> payload)
        : this(payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray())
    {
    }

    /// <summary>What is wrong; null while nothing is.</summary>
    public ArgumentFault? Fault { get; private set; }

    /// <summary>The reader stands on a null.</summary>
    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    /// <summary>The reader stands on a number.</summary>
    public readonly bool IsNumber => _json.TokenType == JsonTokenType.Number;

    /// <summary>The reader stands on the start of an object.</summary>
    public readonly bool IsObject => _json.TokenType == JsonTokenType.StartObject;

    /// <summary>The reader stands on the start of a list.</summary>
    public readonly bool IsList => _json.TokenType == JsonTokenType.StartArray;

    /// <summary>Goes on to the next token.</summary>
    /// <returns>False at the end of the payload.</returns>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public bool Read() => _json.Read();

    /// <summary>That an object begins where the reader stands.</summary>
    /// <returns>False, with the fault, when it does not.</returns>
    public bool StartObject() => IsObject || Refuse("an object");

    /// <summary>That a list begins where the reader stands.</summary>
    /// <returns>False, with the fault, when it does not.</returns>
    public bool StartList() => IsList || Refuse("a list");

    /// <summary>Goes on to the name of the next member of an object.</summary>
    /// <returns>False when there is none, so that the object ends here.</returns>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public bool ReadMember() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes on to the next item of a list.</summary>
    /// <returns>False when there is none, so that the list ends here.</returns>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public bool ReadItem() => _json.Read() && _json.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the member that the reader stands on has this name, exactly; then it goes on to its value.</summary>
    /// <param name="name">UTF-8.</param>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public bool IsMember(scoped ReadOnlySpan<byte> name)
    {
        if (_json.TokenType != JsonTokenType.PropertyName || !(_json.IsName(name) || (_json.ValueIsEscaped && IsEscaped(name))))
            return false;
        _json.ReadMemberValue();
        return true;
    }

    /// <summary>The name of the member that the reader stands on; then it goes on to its value.</summary>
    /// <returns>False, with the fault, when the name is no valid text.</returns>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public bool ReadName(out string name)
    {
        if (!TryGetString(out string? text))
        {
            name = "";
            return Refuse("a name in valid UTF-8");
        }

        name = text;
        return _json.Read();
    }

    /// <summary>Passes over the member, or the value, that the reader stands on.</summary>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public void Skip() => _json.Skip();

    /// <summary>Notes that what stands here is not what should.</summary>
    /// <param name="expected">What should, in words.</param>
    /// <returns>False, to be returned.</returns>
    public bool Refuse(string expected) => Fail(ArgumentFaultKind.Unfit, "", expected, Received());

    /// <summary>Notes that a member that is needed is not there. The reader stands on the end of what lacks it.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="expected">What it should be, in words.</param>
    /// <returns>False, to be returned.</returns>
    public bool Missing(string name, string expected) => Fail(ArgumentFaultKind.Missing, name, expected, "nothing");

    /// <summary>Notes that nothing takes what stands here: a member by a name that no argument has, or one item too many.</summary>
    /// <param name="expected">What may stand there, in words.</param>
    /// <returns>False, to be returned.</returns>
    public bool Unknown(string expected) =>
        _json.TokenType == JsonTokenType.PropertyName && TryGetString(out string? name)
            ? Fail(ArgumentFaultKind.Unknown, Cut(name), expected, Cut(name))
            : Fail(ArgumentFaultKind.Unknown, "", expected, Received());

    /// <summary>Notes that the text is no JSON.</summary>
    /// <param name="exception">What was caught.</param>
    /// <returns>False, to be returned.</returns>
    public bool Malformed(JsonException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        bool isCut = _json.BytesConsumed >= _json.Text.Length;
        string received = _json.Depth >= JsonTokenizer.MaxDepth ? "nested too deep" : isCut ? "cut off" : "something else";
        Fault = new ArgumentFault { Kind = ArgumentFaultKind.Malformed, Expected = "JSON", Received = received, Offset = _json.BytesConsumed };
        return false;
    }

    /// <summary>Says of what is wrong in which member it is.</summary>
    /// <param name="name">Of the member.</param>
    /// <returns>False, to be returned.</returns>
    public bool FailIn(string name)
    {
        Fault = Fault?.In(Cut(name));
        return false;
    }

    /// <summary>Says of what is wrong in which item it is.</summary>
    /// <param name="index">Of the item, from 0.</param>
    /// <returns>False, to be returned.</returns>
    public bool FailAt(int index)
    {
        Fault = Fault?.At(index);
        return false;
    }

    /// <summary>Says of what is wrong, or of what is missing, in which argument it is.</summary>
    /// <param name="index">Of the argument, from 0.</param>
    /// <param name="name">Of the argument.</param>
    /// <returns>False, to be returned.</returns>
    public bool FailInArgument(int index, string name)
    {
        Fault = Fault?.In(name) is { } fault ? fault with { Index = index } : null;
        return false;
    }

    internal readonly ReadOnlySpan<byte> Payload => _json.Text;

    /// <summary>Goes in front of the first token. In place: a reader that is made and then copied is written in parts and read as a whole, for which the processor waits.</summary>
    internal void Open(ReadOnlySpan<byte> payload) => _json.Open(payload);

    /// <inheritdoc cref="JsonTokenizer.TryReadMember"/>
    internal bool TryReadMember(scoped ReadOnlySpan<byte> quoted) => _json.TryReadMember(quoted);

    /// <inheritdoc cref="JsonTokenizer.TryReadEnd"/>
    internal bool TryReadEnd() => _json.TryReadEnd();

    internal void Refuse(string expected, string received) => Fail(ArgumentFaultKind.Unfit, "", expected, received);

    internal void NoArguments() => Fail(ArgumentFaultKind.Malformed, "", "an object or a list", Received());

    private bool Fail(ArgumentFaultKind kind, string path, string expected, string received)
    {
        Fault = new ArgumentFault { Kind = kind, Path = path, Expected = expected, Received = received, Offset = _json.TokenStartIndex };
        return false;
    }

    private string Received() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => TryGetString(out string? text) ? $"\"{Cut(text)}\"" : "text that is not valid UTF-8",
        JsonTokenType.None or JsonTokenType.EndObject or JsonTokenType.EndArray => "nothing",
        _ => Cut(Encoding.UTF8.GetString(_json.ValueSpan)),
    };

    /// <summary>As much as a fault repeats, without half a character at its end.</summary>
    private static string Cut(string text) => text.Length <= LongestReceived
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestReceived - 1]) ? LongestReceived - 1 : LongestReceived), "…");
}
