using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Busbar.MessagePack;

/// <content>Strings and binaries; specification, "str format family", "bin format family".</content>
public ref partial struct MessagePackReader
{
    private const int StackLength = 256; // octets of a split string that are joined on the stack

    /// <summary>Reads a string as its UTF-8, borrowed from the input.</summary>
    /// <param name="text">Valid UTF-8, as long as the input is; empty when there is none.</param>
    /// <returns>
    /// False when the next value is no string, is not UTF-8 (<see cref="MessagePackStatus.InvalidText"/>), or lies in more than one segment
    /// (<see cref="MessagePackStatus.Split"/>: see <see cref="TryCopyUtf8"/>).
    /// </returns>
    public bool TryReadUtf8(out ReadOnlySpan<byte> text)
    {
        int position = _position;
        if ((uint)position < (uint)_octets.Length)
        {
            int length = _octets[position] - Formats.FixStr;
            if ((uint)length <= Formats.MaxFixStr && length < _octets.Length - position)
            {
                text = _octets.Slice(position + 1, length);
                if (length <= _maxLength && Utf8.IsValid(text))
                {
                    _position = position + 1 + length;
                    return true;
                }
            }
        }

        return TryReadLongUtf8(out text);
    }

    /// <summary>Reads a string.</summary>
    /// <param name="text">The string; null when there is none.</param>
    /// <returns>False when the next value is no string (nil is none), or is not UTF-8 (<see cref="MessagePackStatus.InvalidText"/>).</returns>
    public bool TryReadString([NotNullWhen(true)] out string? text)
    {
        if (TryReadUtf8(out ReadOnlySpan<byte> octets))
        {
            text = Encoding.UTF8.GetString(octets);
            return true;
        }

        text = null;
        return _error.Status == MessagePackStatus.Split && TryReadSplitString(out text);
    }

    /// <summary>Copies a string's UTF-8, wherever it is cut.</summary>
    /// <param name="destination">The caller's memory; what it holds behind the text, or after a failure, is of no meaning.</param>
    /// <param name="written">Octets of the text.</param>
    /// <returns>
    /// False when the next value is no string, is not UTF-8, or is longer than <paramref name="destination"/> (<see cref="MessagePackStatus.TooLong"/>).
    /// </returns>
    public bool TryCopyUtf8(scoped Span<byte> destination, out int written)
    {
        MessagePackReader ahead = this;
        bool copied = ahead.TryCopyPayload(MessagePackType.String, destination, out written);
        if (copied && !Utf8.IsValid(destination[..written]))
        {
            written = 0;
            return Fail(MessagePackStatus.InvalidText, MessagePackType.String, MessagePackType.String);
        }

        this = ahead;
        return copied;
    }

    /// <summary>
    /// Reads the header of a string whose octets are all there, for those who take them as they are: <see cref="TryReadOctets"/> or
    /// <see cref="TryCopyOctets"/> follow. Some peers put octets into strings that are not UTF-8.
    /// </summary>
    /// <param name="length">Octets that follow.</param>
    /// <returns>False when the next value is no string.</returns>
    public bool TryReadStringHeader(out int length) => TryReadLength(MessagePackType.String, out length);

    /// <summary>Reads a binary, borrowed from the input.</summary>
    /// <param name="octets">Its octets, as long as the input is; empty when there is none.</param>
    /// <returns>
    /// False when the next value is no binary, or lies in more than one segment (<see cref="MessagePackStatus.Split"/>: see
    /// <see cref="TryCopyBinary"/>).
    /// </returns>
    public bool TryReadBinary(out ReadOnlySpan<byte> octets) => TryReadPayload(MessagePackType.Binary, out _, out octets);

    /// <summary>Copies a binary, wherever it is cut.</summary>
    /// <param name="destination">The caller's memory; what it holds behind the octets, or after a failure, is of no meaning.</param>
    /// <param name="written">Octets of the binary.</param>
    /// <returns>False when the next value is no binary, or is longer than <paramref name="destination"/> (<see cref="MessagePackStatus.TooLong"/>).</returns>
    public bool TryCopyBinary(scoped Span<byte> destination, out int written) => TryCopyPayload(MessagePackType.Binary, destination, out written);

    /// <summary>Reads the header of a binary whose octets are all there; <see cref="TryReadOctets"/> or <see cref="TryCopyOctets"/> follow.</summary>
    /// <param name="length">Octets that follow.</param>
    /// <returns>False when the next value is no binary.</returns>
    public bool TryReadBinaryHeader(out int length) => TryReadLength(MessagePackType.Binary, out length);

    /// <summary>Reads octets behind a header, borrowed from the input.</summary>
    /// <param name="count">How many.</param>
    /// <param name="octets">They, as long as the input is.</param>
    /// <returns>False when there are fewer, or when they lie in more than one segment (<see cref="MessagePackStatus.Split"/>).</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public bool TryReadOctets(int count, out ReadOnlySpan<byte> octets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        octets = default;
        if (count > Remaining)
            return Fail(MessagePackStatus.Incomplete, MessagePackType.None, MessagePackType.None, count - Remaining);
        return TryBorrowBehindSegment(new Header(0, MessagePackType.None, 0, (ulong)count, 0), out octets);
    }

    /// <summary>Copies octets behind a header, wherever they are cut.</summary>
    /// <param name="destination">As long as what is to be read.</param>
    /// <returns>False when there are fewer.</returns>
    public bool TryCopyOctets(scoped Span<byte> destination)
    {
        if (destination.Length > Remaining)
            return Fail(MessagePackStatus.Incomplete, MessagePackType.None, MessagePackType.None, destination.Length - Remaining);
        CopyAndAdvance(destination);
        return true;
    }

    private bool TryReadLength(MessagePackType expected, out int length)
    {
        length = 0;
        if (!TryReadPayloadHeader(expected, out Header header))
            return false;
        length = (int)header.Number;
        Advance(header.Size);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadLongUtf8(out ReadOnlySpan<byte> text)
    {
        MessagePackReader ahead = this;
        bool read = ahead.TryReadPayload(MessagePackType.String, out _, out text);
        if (read && !Utf8.IsValid(text))
        {
            text = default;
            return Fail(MessagePackStatus.InvalidText, MessagePackType.String, MessagePackType.String);
        }

        this = ahead;
        return read;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSplitString([NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!TryReadPayloadHeader(MessagePackType.String, out Header header))
            return false;

        byte[]? rented = header.Number > StackLength ? ArrayPool<byte>.Shared.Rent((int)header.Number) : null;
        Span<byte> joined = rented ?? stackalloc byte[StackLength];
        if (TryCopyUtf8(joined, out int length))
            text = Encoding.UTF8.GetString(joined[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return text is not null;
    }
}
