using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <content>Extensions and the one that the specification defines; "ext format family", "Timestamp extension type".</content>
public ref partial struct MessagePackReader
{
    private const int Timestamp64Size = 10;

    /// <summary>Reads an extension of any type, borrowed from the input.</summary>
    /// <param name="type">Its number: the application's from 0 to 127, the specification's below 0.</param>
    /// <param name="data">Its octets, as long as the input is; empty when there is none.</param>
    /// <returns>
    /// False when the next value is no extension, or lies in more than one segment (<see cref="MessagePackStatus.Split"/>: see
    /// <see cref="TryReadExtensionHeader"/>).
    /// </returns>
    public bool TryReadExtension(out sbyte type, out ReadOnlySpan<byte> data)
    {
        bool read = TryReadPayload(MessagePackType.Extension, out Header header, out data);
        type = read ? header.ExtensionType : (sbyte)0;
        return read;
    }

    /// <summary>
    /// Reads the header of an extension whose octets are all there; <see cref="TryReadOctets"/> or <see cref="TryCopyOctets"/> follow.
    /// </summary>
    /// <param name="type">Its number: the application's from 0 to 127, the specification's below 0.</param>
    /// <param name="length">Octets that follow.</param>
    /// <returns>False when the next value is no extension.</returns>
    public bool TryReadExtensionHeader(out sbyte type, out int length)
    {
        (type, length) = (0, 0);
        if (!TryReadPayloadHeader(MessagePackType.Extension, out Header header))
            return false;
        (type, length) = (header.ExtensionType, (int)header.Number);
        Advance(header.Size);
        return true;
    }

    /// <summary>Reads a timestamp of 32, 64 or 96 bits, cut to the 100 ns that a <see cref="DateTimeOffset"/> holds.</summary>
    /// <param name="time">The instant, in UTC.</param>
    /// <returns>
    /// False when the next value is no timestamp, is <see cref="MessagePackStatus.InvalidTimestamp"/>, or lies outside the years 1 to 9999
    /// (<see cref="MessagePackStatus.OutOfRange"/>).
    /// </returns>
    public bool TryReadTimestamp(out DateTimeOffset time)
    {
        time = default;
        if (!TryPeekTimestamp(out int size, out Timestamp timestamp))
            return false;
        if (!timestamp.TryGetTime(out time))
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.Timestamp, MessagePackType.Timestamp);
        Advance(size);
        return true;
    }

    /// <summary>Reads a timestamp of 32, 64 or 96 bits as it is.</summary>
    /// <param name="seconds">Whole seconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="nanoseconds">What comes on top, 0 to 999,999,999, also before 1970.</param>
    /// <returns>False when the next value is no timestamp, or is <see cref="MessagePackStatus.InvalidTimestamp"/>.</returns>
    public bool TryReadTimestamp(out long seconds, out int nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        if (!TryPeekTimestamp(out int size, out Timestamp timestamp))
            return false;
        (seconds, nanoseconds) = (timestamp.Seconds, (int)timestamp.Nanoseconds);
        Advance(size);
        return true;
    }

    /// <summary>Reads a timestamp of 32, 64 or 96 bits as nanoseconds since 1970-01-01T00:00:00Z.</summary>
    /// <param name="nanoseconds">The instant; 0 when there is none.</param>
    /// <returns>
    /// False when the next value is no timestamp, is <see cref="MessagePackStatus.InvalidTimestamp"/>, or lies outside 1677-09-21 to
    /// 2262-04-11 (<see cref="MessagePackStatus.OutOfRange"/>).
    /// </returns>
    public bool TryReadUnixNanoseconds(out long nanoseconds)
    {
        nanoseconds = 0;
        if (!TryPeekTimestamp(out int size, out Timestamp timestamp))
            return false;
        if (!timestamp.TryGetUnixNanoseconds(out nanoseconds))
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.Timestamp, MessagePackType.Timestamp);
        Advance(size);
        return true;
    }

    private readonly bool IsTimestamp64 =>
        _octets.Length - _position >= Timestamp64Size
        && _octets[_position] == Formats.FixExt8
        && _octets[_position + 1] == unchecked((byte)Timestamp.ExtensionType);

    /// <summary>Reads a timestamp without moving.</summary>
    /// <param name="size">Octets it takes, with its header.</param>
    /// <param name="timestamp">The timestamp.</param>
    private bool TryPeekTimestamp(out int size, out Timestamp timestamp)
    {
        size = Timestamp64Size; // the form of any instant of our days that has a fraction
        if (IsTimestamp64)
        {
            timestamp = Timestamp.Unpack(BinaryPrimitives.ReadUInt64BigEndian(_octets[(_position + 2)..]));
            if (timestamp.Nanoseconds <= Timestamp.MaxNanoseconds)
                return true;
        }

        return TryPeekAnyTimestamp(out size, out timestamp);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryPeekAnyTimestamp(out int size, out Timestamp timestamp)
    {
        (size, timestamp) = (0, default);
        MessagePackStatus status = PeekHeader(out Header header);
        if (status != MessagePackStatus.Ok || !header.IsTimestamp)
            return FailTimestamp(status, in header);
        if (header.Number > Timestamp.MaxSize)
            return Fail(MessagePackStatus.InvalidTimestamp, MessagePackType.Timestamp, MessagePackType.Timestamp);

        size = header.Size + (int)header.Number;
        if (size > Remaining)
            return Fail(MessagePackStatus.Incomplete, MessagePackType.Timestamp, MessagePackType.Timestamp, size - Remaining);

        Span<byte> octets = stackalloc byte[Header.MaxSize + Timestamp.MaxSize];
        octets = octets[..size];
        CopyAhead(octets);
        return Timestamp.TryDecode(octets[header.Size..], out timestamp)
            || Fail(MessagePackStatus.InvalidTimestamp, MessagePackType.Timestamp, MessagePackType.Timestamp);
    }

    private bool FailTimestamp(MessagePackStatus status, in Header header) =>
        // An extension whose type number is not there yet may still be one.
        status == MessagePackStatus.Incomplete && header.Type == MessagePackType.Extension
            ? Fail(status, MessagePackType.Timestamp, header.Type, header.Size - Remaining)
            : FailHeader(status, MessagePackType.Timestamp, in header);
}
