using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Busbar.MessagePack;

/// <content>
/// .NET types that have no format of their own, in all forms in which senders put them; for typed decoders. Works wherever the input is
/// cut, and allocates nothing but arrays.
/// </content>
public ref partial struct MessagePackReader
{
    private const int MaxValueText = 64; // octets of the longest of these as text
    private const int GuidSize = 16;
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads an instant: a timestamp, ISO 8601 text (<c>2024-02-29T12:02:08Z</c>, with any offset, UTC without one), or a number of seconds since 1970.</summary>
    /// <param name="time">The instant, cut to 100 ns; in UTC unless the text has an offset.</param>
    /// <returns>False when the next value is none of these, or lies outside the years 1 to 9999 (<see cref="MessagePackStatus.OutOfRange"/>).</returns>
    public bool TryReadTime(out DateTimeOffset time)
    {
        switch (PeekValueType())
        {
            case MessagePackType.String:
                time = default;
                MessagePackReader ahead = this;
                Span<char> text = stackalloc char[MaxValueText];
                if (!ahead.TryCopyValueText(text, out int length))
                    return FailWith(ahead._error);
                if (!DateTimeOffset.TryParseExact(text[..length], TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
                    return Fail(MessagePackStatus.OutOfRange, MessagePackType.Timestamp, MessagePackType.String);
                this = ahead;
                return true;
            case MessagePackType.Integer or MessagePackType.Float:
                return TryReadUnixSeconds(out time);
            default:
                return TryReadTimestamp(out time);
        }
    }

    /// <summary>Reads an instant as <see cref="TryReadTime"/> does, in UTC.</summary>
    /// <param name="time">The instant, of the kind UTC.</param>
    /// <returns>As <see cref="TryReadTime"/>.</returns>
    public bool TryReadDateTime(out DateTime time)
    {
        bool read = TryReadTime(out DateTimeOffset instant);
        time = instant.UtcDateTime;
        return read;
    }

    /// <summary>Reads a duration: a number of seconds, or text as <c>1.02:03:04.5</c>.</summary>
    /// <param name="duration">The duration, to the nearest 100 ns.</param>
    /// <returns>False when the next value is neither, or longer than a <see cref="TimeSpan"/> holds (<see cref="MessagePackStatus.OutOfRange"/>).</returns>
    public bool TryReadTimeSpan(out TimeSpan duration)
    {
        duration = default;
        MessagePackReader ahead = this;
        if (PeekValueType() == MessagePackType.String)
        {
            Span<byte> text = stackalloc byte[MaxValueText];
            if (!ahead.TryCopyValueText(text, out int length))
                return FailWith(ahead._error);
            bool hasTime = text[..length].Contains((byte)':'); // the parser takes "1" for a day
            if (!hasTime || !Utf8Parser.TryParse(text[..length], out duration, out int consumed, 'c') || consumed != length)
                return Fail(MessagePackStatus.OutOfRange, MessagePackType.Float, MessagePackType.String);
        }
        else
        {
            if (!ahead.TryReadDouble(out double seconds))
                return FailWith(ahead._error);
            double ticks = Math.Round(seconds * TimeSpan.TicksPerSecond);
            if (!(Math.Abs(ticks) < long.MaxValue))
                return Fail(MessagePackStatus.OutOfRange, MessagePackType.Float, PeekValueType());
            duration = new TimeSpan((long)ticks);
        }

        this = ahead;
        return true;
    }

    /// <summary>Reads a day as text: <c>2024-02-29</c>.</summary>
    /// <param name="date">The day.</param>
    /// <returns>False when the next value is no string, or no day (<see cref="MessagePackStatus.OutOfRange"/>).</returns>
    public bool TryReadDate(out DateOnly date)
    {
        date = default;
        MessagePackReader ahead = this;
        Span<char> text = stackalloc char[MaxValueText];
        if (!ahead.TryCopyValueText(text, out int length))
            return FailWith(ahead._error);
        if (!DateOnly.TryParseExact(text[..length], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.String, MessagePackType.String);
        this = ahead;
        return true;
    }

    /// <summary>Reads a time of day as text: <c>12:02:08</c>, with or without a fraction.</summary>
    /// <param name="time">The time of day.</param>
    /// <returns>False when the next value is no string, or no time of day (<see cref="MessagePackStatus.OutOfRange"/>).</returns>
    public bool TryReadTimeOfDay(out TimeOnly time)
    {
        time = default;
        MessagePackReader ahead = this;
        Span<char> text = stackalloc char[MaxValueText];
        if (!ahead.TryCopyValueText(text, out int length))
            return FailWith(ahead._error);
        if (!TimeOnly.TryParseExact(text[..length], "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.String, MessagePackType.String);
        this = ahead;
        return true;
    }

    /// <summary>Reads a GUID: text of 36 or 32 digits, or 16 octets in the order of the text (RFC 9562 §4).</summary>
    /// <param name="value">The GUID.</param>
    /// <returns>False when the next value is neither a string nor a binary, or no GUID (<see cref="MessagePackStatus.OutOfRange"/>).</returns>
    public bool TryReadGuid(out Guid value)
    {
        value = default;
        MessagePackReader ahead = this;
        MessagePackType type = PeekValueType();
        Span<byte> octets = stackalloc byte[MaxValueText];
        bool isBinary = type == MessagePackType.Binary;
        int length;
        if (!(isBinary ? ahead.TryCopyBinary(octets, out length) : ahead.TryCopyValueText(octets, out length)))
            return FailWith(isBinary && ahead._error.Status == MessagePackStatus.TooLong ? ahead._error with { Status = MessagePackStatus.OutOfRange } : ahead._error);

        octets = octets[..length];
        if (isBinary && length == GuidSize)
            value = new Guid(octets, bigEndian: true);
        else if (isBinary || !(TryParseGuid(octets, 'D', out value) || TryParseGuid(octets, 'N', out value)))
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.String, type);
        this = ahead;
        return true;
    }

    /// <summary>Reads a number as a decimal: an integer, a float to 15 digits, or text as <c>41.70</c>.</summary>
    /// <param name="value">The number.</param>
    /// <returns>False when the next value is none of these, or beyond what a decimal holds (<see cref="MessagePackStatus.OutOfRange"/>).</returns>
    public bool TryReadDecimal(out decimal value)
    {
        value = 0;
        MessagePackReader ahead = this;
        MessagePackType type = PeekValueType();
        if (type == MessagePackType.Integer)
        {
            bool read = ahead.TryReadInt64(out long signed);
            ulong unsigned = 0;
            if (!read && !ahead.TryReadUInt64(out unsigned))
                return FailWith(ahead._error);
            value = read ? signed : unsigned;
        }
        else if (type == MessagePackType.String)
        {
            Span<byte> text = stackalloc byte[MaxValueText];
            if (!ahead.TryCopyValueText(text, out int length))
                return FailWith(ahead._error);
            if (!decimal.TryParse(text[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value))
                return Fail(MessagePackStatus.OutOfRange, MessagePackType.Float, MessagePackType.String);
        }
        else
        {
            if (!ahead.TryReadDouble(out double number))
                return FailWith(ahead._error);
            if (!(Math.Abs(number) < (double)decimal.MaxValue))
                return Fail(MessagePackStatus.OutOfRange, MessagePackType.Float, MessagePackType.Float);
            value = (decimal)number;
        }

        this = ahead;
        return true;
    }

    /// <summary>Reads a string of one UTF-16 unit.</summary>
    /// <param name="value">The character.</param>
    /// <returns>False when the next value is no string, or one of another length (<see cref="MessagePackStatus.OutOfRange"/>).</returns>
    public bool TryReadChar(out char value)
    {
        value = default;
        MessagePackReader ahead = this;
        Span<char> text = stackalloc char[MaxValueText];
        if (!ahead.TryCopyValueText(text, out int length))
            return FailWith(ahead._error);
        if (length != 1)
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.String, MessagePackType.String);
        value = text[0];
        this = ahead;
        return true;
    }

    /// <summary>Reads a binary as an array of the caller's own.</summary>
    /// <param name="octets">Its octets; null when there is none.</param>
    /// <returns>False when the next value is no binary.</returns>
    public bool TryReadByteArray([NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        MessagePackReader ahead = this;
        if (!ahead.TryReadBinaryHeader(out int length))
            return FailWith(ahead._error);

        octets = GC.AllocateUninitializedArray<byte>(length); // that many are there
        ahead.TryCopyOctets(octets);
        this = ahead;
        return true;
    }

    /// <summary>The type of the next value as far as its header is there.</summary>
    private readonly MessagePackType PeekValueType()
    {
        PeekHeader(out Header header);
        return header.IsTimestamp ? MessagePackType.Timestamp : header.Type;
    }

    private bool TryReadUnixSeconds(out DateTimeOffset time)
    {
        time = default;
        MessagePackReader ahead = this;
        if (!ahead.TryReadDouble(out double seconds))
            return FailWith(ahead._error);
        double ticks = Math.Round(seconds * TimeSpan.TicksPerSecond) + DateTimeOffset.UnixEpoch.Ticks;
        if (!(ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks))
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.Timestamp, PeekValueType());
        time = new DateTimeOffset((long)(decimal.Round((decimal)seconds * TimeSpan.TicksPerSecond) + DateTimeOffset.UnixEpoch.Ticks), TimeSpan.Zero);
        this = ahead;
        return true;
    }

    private static bool TryParseGuid(ReadOnlySpan<byte> text, char format, out Guid value) =>
        Utf8Parser.TryParse(text, out value, out int consumed, format) && consumed == text.Length;

    /// <summary>A string that is no longer than any of these values is; a longer one is none of them.</summary>
    private bool TryCopyValueText(scoped Span<byte> octets, out int length)
    {
        if (TryCopyUtf8(octets, out length))
            return true;
        return _error.Status == MessagePackStatus.TooLong ? FailWith(_error with { Status = MessagePackStatus.OutOfRange }) : false;
    }

    private bool TryCopyValueText(scoped Span<char> text, out int length)
    {
        Span<byte> octets = stackalloc byte[MaxValueText];
        bool copied = TryCopyValueText(octets, out length);
        length = copied ? Encoding.UTF8.GetChars(octets[..length], text) : 0;
        return copied;
    }
}
