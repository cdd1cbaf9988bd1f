using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Busbar.MessagePack;

/// <content>Strings and binaries; specification, "str format family", "bin format family".</content>
public ref partial struct MessagePackWriter
{
    private const int MaxUtf8PerChar = 3;
    private const int MaxShortChars = byte.MaxValue / MaxUtf8PerChar; // whatever they are, 8 bits hold their length

    /// <summary>Writes a string as UTF-8, or nil for null.</summary>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair.</exception>
    public void WriteString(string? value)
    {
        if (value is null)
            WriteNil();
        else
            WriteString(value.AsSpan());
    }

    /// <summary>Writes a text as UTF-8.</summary>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair.</exception>
    public void WriteString(scoped ReadOnlySpan<char> value)
    {
        if (value.Length > MaxShortChars)
        {
            WriteLongString(value);
            return;
        }

        // Encoded where it belongs if it is plain; only a short text that turns out longer is moved, by one octet.
        int header = value.Length <= Formats.MaxFixStr ? 1 : 2;
        Span<byte> octets = Reserve(2 + (MaxUtf8PerChar * value.Length));
        if (Utf8.FromUtf16(value, octets[header..], out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
            ThrowNoText(nameof(value));
        if (length > Formats.MaxFixStr)
        {
            if (header == 1)
                octets.Slice(1, length).CopyTo(octets[2..]);
            _position += Put8(octets, Formats.Str8, (byte)length) + length;
        }
        else
        {
            octets[0] = (byte)(Formats.FixStr | length);
            _position += 1 + length;
        }
    }

    /// <summary>Writes a text that is UTF-8 already.</summary>
    /// <exception cref="ArgumentException">The octets are not UTF-8. <see cref="WriteStringHeader"/> writes them all the same.</exception>
    public void WriteUtf8(scoped ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value))
            ThrowNoText(nameof(value));
        WriteStringHeader(value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes the header of a string, whose octets the caller writes: <see cref="WriteRaw"/>.</summary>
    /// <param name="length">How many octets follow.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public void WriteStringHeader(int length)
    {
        if ((uint)length <= Formats.MaxFixStr)
        {
            WriteOctet((byte)(Formats.FixStr | length));
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Span<byte> octets = Reserve(5); // on its own: it may move the position that the length is added to
        _position += PutLength(octets, Formats.Str8, length);
    }

    /// <summary>Writes a binary.</summary>
    public void WriteBinary(scoped ReadOnlySpan<byte> value)
    {
        WriteBinaryHeader(value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes the header of a binary, whose octets the caller writes: <see cref="WriteRaw"/>.</summary>
    /// <param name="length">How many octets follow.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public void WriteBinaryHeader(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Span<byte> octets = Reserve(5);
        _position += PutLength(octets, Formats.Bin8, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLongString(scoped ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Span<byte> octets = Reserve(checked(5 + length));
        int header = PutLength(octets, Formats.Str8, length);
        if (Utf8.FromUtf16(value, octets[header..], out _, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
            ThrowNoText(nameof(value));
        _position += header + written;
    }

    [DoesNotReturn]
    private static void ThrowNoText(string parameter) => throw new ArgumentException("The text is not valid Unicode.", parameter);
}
