using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Busbar;

public ref partial struct JsonPayloadReader
{
    private const int LongestTime = 32; // octets of a TimeSpan: -10675199.02:48:05.4775808 has 26

    /// <summary>Text.</summary>
    public bool TryRead(out string value)
    {
        bool isText = TryGetString(out string? text);
        value = text ?? "";
        return isText || Refuse("text");
    }

    /// <summary>Text of one UTF-16 code unit.</summary>
    public bool TryRead(out char value)
    {
        bool isOne = TryGetString(out string? text) && text.Length == 1;
        value = isOne ? text![0] : '\0';
        return isOne || Refuse("text of one character");
    }

    /// <summary>A Guid as 32 digits in five groups.</summary>
    public bool TryRead(out Guid value)
    {
        value = default;
        return (IsPlainText && _json.Whole().TryGetGuid(out value)) || Refuse("a Guid");
    }

    /// <summary>A time in ISO 8601 with its offset; one without is in the local zone.</summary>
    public bool TryRead(out DateTimeOffset value)
    {
        value = default;
        return (IsPlainText && _json.Whole().TryGetDateTimeOffset(out value)) || Refuse("a time in ISO 8601");
    }

    /// <summary>A time in ISO 8601.</summary>
    public bool TryRead(out DateTime value)
    {
        value = default;
        return (IsPlainText && _json.Whole().TryGetDateTime(out value)) || Refuse("a time in ISO 8601");
    }

    /// <summary>A day: <c>2026-07-01</c>.</summary>
    public bool TryRead(out DateOnly value)
    {
        value = default;
        Span<byte> octets = stackalloc byte[LongestTime];
        Span<char> text = stackalloc char[LongestTime];
        return (TryCopyText(octets, out int length) && Ascii.ToUtf16(octets[..length], text, out _) == OperationStatus.Done
            && DateOnly.TryParseExact(text[..length], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value))
            || Refuse("a day as 2026-07-01");
    }

    /// <summary>A time of day: <c>13:05:09.5</c>.</summary>
    public bool TryRead(out TimeOnly value)
    {
        bool isTime = TryReadConstant(out TimeSpan time) && time >= TimeSpan.Zero && time < TimeSpan.FromDays(1);
        value = isTime ? TimeOnly.FromTimeSpan(time) : default;
        return isTime || Refuse("a time of day as 13:05:09.5");
    }

    /// <summary>A span of time: <c>1.13:05:09.5</c> is a day and more. A bare number is refused: .NET takes it for days, and who sends one means seconds.</summary>
    public bool TryRead(out TimeSpan value) => TryReadConstant(out value) || Refuse("a span of time as 1.13:05:09.5");

    /// <summary>Octets as base64, in an array of their own.</summary>
    public bool TryRead(out byte[] value)
    {
        if (IsPlainText && _json.Whole().TryGetBytesFromBase64(out byte[]? octets))
        {
            value = octets;
            return true;
        }

        value = [];
        return Refuse("octets in base64");
    }

    /// <summary>Whatever stands there, in memory of its own.</summary>
    /// <exception cref="JsonException">The text is no JSON, or nested too deep.</exception>
    public bool TryRead(out JsonElement value)
    {
        Utf8JsonReader whole = SkipWhole();
        value = JsonElement.ParseValue(ref whole);
        return true;
    }

    /// <summary>What a context of the user's makes of what stands there.</summary>
    /// <param name="context">The user's.</param>
    /// <param name="isNullable">Null is a value of it.</param>
    /// <param name="value">What was made.</param>
    /// <exception cref="InvalidOperationException">The context does not know the type.</exception>
    public bool TryRead<T>(JsonSerializerContext context, bool isNullable, out T value)
    {
        ArgumentNullException.ThrowIfNull(context);
        value = default!; // null where T says so
        if (IsNull)
            return isNullable || Refuse("a value");
        JsonTypeInfo<T> info = JsonPayload.InfoOf<T>(context);
        JsonTokenizer start = _json;
        try
        {
            Utf8JsonReader whole = SkipWhole();
            value = JsonSerializer.Deserialize(ref whole, info)!;
            return value is not null || isNullable || Refuse("a value");
        }
        catch (JsonException exception)
        {
            _json = start;
            string path = exception.Path is { Length: > 1 } given ? given[1..].TrimStart('.') : "";
            return path.Length == 0
                ? Fail(ArgumentFaultKind.Unfit, path, $"of type {NameOf<T>()}", Received() + " that does not fit")
                : Fail(ArgumentFaultKind.Unfit, path, $"what {NameOf<T>()} has there", "something else");
        }
    }

    /// <summary>Without the number of its type parameters.</summary>
    private static string NameOf<T>() => typeof(T).Name.Split('`')[0];

    /// <summary>Whether the reader stands on this text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="isExact">False takes small and capital letters, A to Z, for the same.</param>
    public readonly bool IsText(scoped ReadOnlySpan<byte> text, bool isExact = false)
    {
        if (_json.TokenType != JsonTokenType.String)
            return false;
        if (_json.ValueIsEscaped)
            return TryUnescape(out byte[]? unescaped) && Equal(unescaped, text, isExact);
        return Equal(_json.ValueSpan, text, isExact);
    }

    private static bool Equal(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, bool isExact) =>
        one.SequenceEqual(other) || (!isExact && Ascii.EqualsIgnoreCase(one, other));

    /// <summary>The reader stands on text, and nothing in it throws when it is looked at: an escape can stand for half a character.</summary>
    private readonly bool IsPlainText => _json.TokenType == JsonTokenType.String && (!_json.ValueIsEscaped || TryUnescape(out _));

    private readonly bool TryReadConstant(out TimeSpan value)
    {
        Span<byte> text = stackalloc byte[LongestTime];
        value = default;
        return TryCopyText(text, out int length) && text[..length].Contains((byte)':') && Utf8Parser.TryParse(text[..length], out value, out int used, 'c') && used == length;
    }

    /// <summary>Passes over the value that the reader stands on; what is no JSON throws here, where the tokenizer can tell how far it came.</summary>
    /// <returns>The framework's reader in front of that value alone.</returns>
    private Utf8JsonReader SkipWhole()
    {
        if (_json.TokenType is JsonTokenType.None or JsonTokenType.PropertyName)
            _json.Read();
        int start = _json.TokenStartIndex;
        _json.Skip();
        return new Utf8JsonReader(_json.From(start));
    }

    /// <summary>The text that the reader stands on, unescaped; false when it is none, or too long.</summary>
    private readonly bool TryCopyText(Span<byte> destination, out int length)
    {
        length = 0;
        if (_json.TokenType != JsonTokenType.String)
            return false;
        if (_json.ValueIsEscaped)
            return TryUnescape(out byte[]? unescaped) && TryCopy(unescaped, destination, out length);
        return TryCopy(_json.ValueSpan, destination, out length);
    }

    private static bool TryCopy(ReadOnlySpan<byte> text, Span<byte> destination, out int length)
    {
        length = text.Length;
        return text.TryCopyTo(destination);
    }

    private readonly bool IsEscaped(scoped ReadOnlySpan<byte> name) => TryUnescape(out byte[]? text) && name.SequenceEqual(text);

    private readonly bool TryUnescape([NotNullWhen(true)] out byte[]? text)
    {
        bool isText = TryGetString(out string? unescaped);
        text = isText ? Encoding.UTF8.GetBytes(unescaped!) : null;
        return isText;
    }

    private readonly bool TryGetString([NotNullWhen(true)] out string? text)
    {
        text = null;
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return false;
        try
        {
            text = _json.Whole().GetString();
        }
        catch (InvalidOperationException)
        {
            return false; // octets that are no UTF-8, or an escape that is half a character
        }

        return text is not null;
    }
}
