using System.Buffers;
using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <summary>
/// Reads MessagePack values one behind the other. Every read answers whether it succeeded; one that does not leaves the reader where
/// it was and says why in <see cref="Error"/>. Nothing throws on hostile input, and nothing is allocated but the strings asked for.
/// Pass it by reference: a copy goes on by itself.
/// </summary>
/// <remarks>
/// Over a span everything is borrowed from it. Over a sequence the same reads work wherever it is cut, but for those that borrow: a
/// value in more than one segment cannot be borrowed and is copied by the reads whose name begins with <c>TryCopy</c>.
/// </remarks>
public ref partial struct MessagePackReader
{
    private readonly ReadOnlySequence<byte> _sequence; // empty over a span
    private readonly long _length;
    private readonly int _maxDepth;
    private readonly int _maxLength;
    private readonly int _maxCount;
    private readonly bool _isComplete;
    private ReadOnlySpan<byte> _octets; // the present segment
    private int _position; // in it
    private int _depth;
    private long _before; // octets of the segments before the present one
    private SequencePosition _next; // where the segment behind it begins
    private MessagePackError _error;

    /// <summary>Reads from contiguous octets: the fast form.</summary>
    /// <param name="octets">One or more values. They stay the caller's and must not change while the reader and what it lent are used.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <param name="isComplete">
    /// Whether no more octets can follow. Arrays and maps that claim more values than there are octets left are then incomplete at their
    /// header, so that a count is never believed beyond what can be there.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public MessagePackReader(ReadOnlySpan<byte> octets, MessagePackReaderOptions? options = null, bool isComplete = true)
    {
        _octets = octets;
        _length = octets.Length;
        _isComplete = isComplete;
        if (options is null)
        {
            _maxDepth = MessagePackReaderOptions.DefaultMaxDepth;
            _maxLength = MessagePackReaderOptions.DefaultMaxLength;
            _maxCount = MessagePackReaderOptions.DefaultMaxCount;
        }
        else
        {
            options.Validate();
            _maxDepth = options.MaxDepth;
            _maxLength = options.MaxLength;
            _maxCount = options.MaxCount;
        }
    }

    /// <summary>Reads from octets in any number of segments; a sequence of one segment reads like a span.</summary>
    /// <inheritdoc cref="MessagePackReader(ReadOnlySpan{byte}, MessagePackReaderOptions?, bool)"/>
    public MessagePackReader(scoped in ReadOnlySequence<byte> octets, MessagePackReaderOptions? options = null, bool isComplete = true)
        : this(octets.FirstSpan, options, isComplete)
    {
        if (octets.IsSingleSegment)
            return;

        _sequence = octets;
        _length = octets.Length;
        _next = octets.Start;
        octets.TryGet(ref _next, out _); // the first segment is the present one
    }

    /// <summary>Octets read so far: the offset of the next value.</summary>
    public readonly long Consumed => _before + _position;

    /// <summary>Octets not yet read.</summary>
    public readonly long Remaining => _length - Consumed;

    /// <summary>Whether all octets were read.</summary>
    public readonly bool IsAtEnd => Remaining == 0;

    /// <summary>Arrays and maps entered with <see cref="TryEnter"/> and not left.</summary>
    public readonly int Depth => _depth;

    /// <summary>Why a read failed; of meaning after one that did, until the next.</summary>
    public readonly MessagePackError Error => _error;

    /// <summary>The type of the next value, without reading it.</summary>
    /// <param name="type">The type; <see cref="MessagePackType.Timestamp"/> for extensions of type -1.</param>
    /// <returns>False at the end of the input, in front of 0xC1, and when the input ends before the type number of an extension.</returns>
    public bool TryPeekType(out MessagePackType type)
    {
        MessagePackStatus status = PeekHeader(out Header header);
        type = header.IsTimestamp ? MessagePackType.Timestamp : header.Type;
        if (status == MessagePackStatus.Ok || type is not (MessagePackType.None or MessagePackType.Extension))
            return true;

        type = MessagePackType.None;
        return FailHeader(status, MessagePackType.None, in header);
    }

    /// <summary>Reads nil; specification, "nil format". For a value that may be absent: <c>if (!reader.TryReadNil() &amp;&amp; !reader.TryReadInt32(…))</c>.</summary>
    /// <returns>False when the next value is another one.</returns>
    public bool TryReadNil()
    {
        if ((uint)_position < (uint)_octets.Length && _octets[_position] == Formats.Nil)
        {
            _position++;
            return true;
        }

        return TryReadScalar(MessagePackType.Nil, out _);
    }

    /// <summary>Reads a boolean; specification, "bool format family".</summary>
    /// <param name="value">The value; false when there is none.</param>
    /// <returns>False when the next value is no boolean.</returns>
    public bool TryReadBoolean(out bool value)
    {
        if ((uint)_position < (uint)_octets.Length && (_octets[_position] | 1) == Formats.True) // both formats in place
        {
            value = _octets[_position++] == Formats.True;
            return true;
        }

        return TryReadOtherBoolean(out value);
    }

    /// <summary>The octet lies in the next segment, or is no boolean.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadOtherBoolean(out bool value)
    {
        bool read = TryReadScalar(MessagePackType.Boolean, out Header header);
        value = read && header.Format == Formats.True;
        return read;
    }

    /// <summary>Reads a value that is all header.</summary>
    private bool TryReadScalar(MessagePackType expected, out Header header)
    {
        if (!TryReadHeader(expected, out header))
            return false;
        Advance(header.Size);
        return true;
    }
}
