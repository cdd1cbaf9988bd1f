using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>
/// For generated code: reads the numbers and truth values of a JSON object as most callers write them, that is all of them, in a known
/// order, without white space except one space behind a brace, comma or colon. In less than half the time of <see cref="JsonPayloadReader"/>, since
/// nothing has to be kept but the place. It refuses without saying why whatever is written in another way or does not fit; then
/// a <see cref="JsonPayloadReader"/> reads the object anew. What it does take, that one would take with the same result.
/// </summary>
/// <param name="payload">Borrowed while the reader is used.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct OrderedJsonReader(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _text = payload;
    private int _position;

    /// <summary>What was read is all of the object, and the object all of the payload.</summary>
    public readonly bool IsAtEnd => _position > 0 && _position == _text.Length - 1 && _text[_position] == '}';

    /// <summary>Reads the next member when it has this name and is true or false.</summary>
    /// <param name="name">As JSON with what stands before and behind it: <c>{"x":</c>, and <c>,"y":</c> for the second member.</param>
    /// <param name="value">What it is.</param>
    /// <returns>False when something else stands there, or it stands there in another way.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // so that the name's length is known where it is compared
    public bool TryRead(scoped ReadOnlySpan<byte> name, out bool value)
    {
        value = false;
        if (!TryPass(name))
            return false;
        _position = ShortJsonNumber.PassSpace(_text, _position);
        return TryPassWord("false"u8) || (value = TryPassWord("true"u8));
    }

    /// <summary>Reads the next member when it has this name and is an integer of 8 bits.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out sbyte value)
    {
        bool isThere = TryReadInteger(name, sbyte.MinValue, sbyte.MaxValue, out long number);
        value = (sbyte)number;
        return isThere;
    }

    /// <summary>Reads the next member when it has this name and is an integer of 8 bits without a sign.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out byte value)
    {
        bool isThere = TryReadInteger(name, byte.MinValue, byte.MaxValue, out long number);
        value = (byte)number;
        return isThere;
    }

    /// <summary>Reads the next member when it has this name and is an integer of 16 bits.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out short value)
    {
        bool isThere = TryReadInteger(name, short.MinValue, short.MaxValue, out long number);
        value = (short)number;
        return isThere;
    }

    /// <summary>Reads the next member when it has this name and is an integer of 16 bits without a sign.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out ushort value)
    {
        bool isThere = TryReadInteger(name, ushort.MinValue, ushort.MaxValue, out long number);
        value = (ushort)number;
        return isThere;
    }

    /// <summary>Reads the next member when it has this name and is an integer of 32 bits.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out int value)
    {
        bool isThere = TryReadInteger(name, int.MinValue, int.MaxValue, out long number);
        value = (int)number;
        return isThere;
    }

    /// <summary>Reads the next member when it has this name and is an integer of 32 bits without a sign.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out uint value)
    {
        bool isThere = TryReadInteger(name, uint.MinValue, uint.MaxValue, out long number);
        value = (uint)number;
        return isThere;
    }

    /// <summary>Reads the next member when it has this name and is an integer of up to 18 digits.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out long value) => TryReadInteger(name, long.MinValue, long.MaxValue, out value);

    /// <summary>Reads the next member when it has this name and is an integer of up to 18 digits without a sign.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out ulong value)
    {
        bool isThere = TryReadInteger(name, 0, long.MaxValue, out long number);
        value = (ulong)number;
        return isThere;
    }

    /// <summary>Reads the next member when it has this name and is a number of few digits without an exponent.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out float value)
    {
        value = 0;
        return TryPass(name) && Pass(ShortJsonNumber.End(_text, _position, out value));
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(scoped ReadOnlySpan<byte> name, out double value)
    {
        value = 0;
        return TryPass(name) && Pass(ShortJsonNumber.End(_text, _position, out value));
    }

    /// <summary>Where the least is not negative, there is no sign: -0 is no integer without one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadInteger(scoped ReadOnlySpan<byte> name, long least, long most, out long value)
    {
        value = 0;
        return TryPass(name) && Pass(ShortJsonNumber.End(_text, _position, out value)) && value >= least && value <= most && (least < 0 || value > 0 || _text[_position - 2] != '-');
    }

    /// <summary>Goes on behind a name and its colon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPass(scoped ReadOnlySpan<byte> name)
    {
        int position = _position;
        int end = _text[position..].StartsWith(name) ? position + name.Length : EndOfSpaced(_text, position, name);
        _position = end;
        return end > 0;
    }

    /// <summary>Where a name ends before which there is a space.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int EndOfSpaced(ReadOnlySpan<byte> text, int position, scoped ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = text[position..];
        return rest.Length > 2 && rest[0] == name[0] && rest[1] == ' ' && rest[2..].StartsWith(name[1..]) ? position + name.Length + 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPassWord(scoped ReadOnlySpan<byte> word)
    {
        if (!_text[_position..].StartsWith(word))
            return false;
        _position += word.Length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Pass(int end)
    {
        _position = end;
        return end > 0;
    }
}
