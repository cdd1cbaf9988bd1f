using System.Text;

namespace Busbar.Messaging;

/// <summary>A string of a client's object, as it stands there; made a <see cref="string"/> only where one is needed.</summary>
/// <param name="octets">Between its quotes, without escapes; valid UTF-8.</param>
/// <param name="unescaped">What it says, where there were escapes.</param>
internal readonly ref struct JsonString(ReadOnlySpan<byte> octets, string? unescaped)
{
    private readonly ReadOnlySpan<byte> _octets = octets;

    /// <summary>There is one; <c>null</c> is none.</summary>
    public bool IsThere { get; } = true;

    /// <summary>It stands there without escapes.</summary>
    public bool IsPlain => IsThere && unescaped is null;

    /// <summary>Its UTF-8, if it <see cref="IsPlain"/>.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>Characters it has at most.</summary>
    public int MaxLength => unescaped?.Length ?? _octets.Length;

    public bool Is(ReadOnlySpan<byte> utf8) => IsThere && (unescaped is null ? _octets.SequenceEqual(utf8) : unescaped == Encoding.UTF8.GetString(utf8));

    /// <summary>Writes its characters; the destination has <see cref="MaxLength"/> at least.</summary>
    public int CopyTo(Span<char> destination)
    {
        if (unescaped is null)
            return Encoding.UTF8.GetChars(_octets, destination);
        unescaped.CopyTo(destination);
        return unescaped.Length;
    }

    /// <summary>The text; empty when there is none.</summary>
    public override string ToString() => unescaped ?? Encoding.UTF8.GetString(_octets);

    /// <summary>The text; null when there is none.</summary>
    public string? ToStringOrNull() => IsThere ? ToString() : null;
}
