using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <content>Arrays, maps and whole values; specification, "array format family", "map format family".</content>
public ref partial struct MessagePackReader
{
    /// <summary>Reads the header of an array; that many values follow.</summary>
    /// <param name="count">Elements; when the input is complete, no more than octets are left.</param>
    /// <returns>
    /// False when the next value is no array, claims more elements than allowed (<see cref="MessagePackStatus.TooLong"/>), or more than a
    /// complete input can hold (<see cref="MessagePackStatus.Incomplete"/>).
    /// </returns>
    public bool TryReadArrayHeader(out int count)
    {
        if ((uint)_position < (uint)_octets.Length)
        {
            count = _octets[_position] - Formats.FixArray;
            if ((uint)count <= Formats.MaxFixCount && count < _octets.Length - _position && count <= _maxCount)
            {
                _position++;
                return true;
            }
        }

        return TryReadCount(MessagePackType.Array, out count);
    }

    /// <summary>Reads the header of a map; that many pairs of key and value follow.</summary>
    /// <param name="count">Pairs; when the input is complete, no more than half of the octets that are left.</param>
    /// <returns>
    /// False when the next value is no map, claims more pairs than allowed (<see cref="MessagePackStatus.TooLong"/>), or more than a
    /// complete input can hold (<see cref="MessagePackStatus.Incomplete"/>).
    /// </returns>
    public bool TryReadMapHeader(out int count) => TryReadCount(MessagePackType.Map, out count);

    /// <summary>
    /// Counts one level of nesting: for decoders that call themselves for the elements of an array or map, before its header is read.
    /// <see cref="Leave"/> ends the level.
    /// </summary>
    /// <returns>False when it would be more than <see cref="MessagePackReaderOptions.MaxDepth"/>.</returns>
    public bool TryEnter()
    {
        if (_depth >= _maxDepth)
        {
            PeekHeader(out Header header);
            return Fail(MessagePackStatus.TooDeep, MessagePackType.None, header.Type);
        }

        _depth++;
        return true;
    }

    /// <summary>Ends the level that <see cref="TryEnter"/> began.</summary>
    /// <exception cref="InvalidOperationException">None was begun.</exception>
    public void Leave()
    {
        if (_depth == 0)
            throw new InvalidOperationException("Leave without TryEnter.");
        _depth--;
    }

    /// <summary>Moves over one whole value with all that lies in it; without recursion, in time proportional to its octets.</summary>
    /// <returns>False when it is not all there, broken, too long or too deep; <see cref="Error"/> names the inner value at fault.</returns>
    public bool TrySkip()
    {
        if (!TryReadHeader(MessagePackType.None, out Header header))
            return false;
        return header.IsContainer ? TrySkipContainer() : TrySkipSimple(in header);
    }

    /// <summary>Reads one whole value as its octets, borrowed from the input.</summary>
    /// <param name="value">Header and all that belongs to it, as long as the input is.</param>
    /// <returns>As <see cref="TrySkip"/>; and false when it lies in more than one segment (<see cref="MessagePackStatus.Split"/>).</returns>
    public bool TryReadRaw(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (_position == _octets.Length && !IsAtEnd)
            AdvanceToOctet();

        MessagePackReader ahead = this;
        if (!ahead.TrySkip())
        {
            _error = ahead._error;
            return false;
        }

        long length = ahead.Consumed - Consumed;
        if (length > _octets.Length - _position)
            return Fail(MessagePackStatus.Split, MessagePackType.None, MessagePackType.None);

        value = _octets.Slice(_position, (int)length);
        this = ahead;
        return true;
    }

    private bool TryReadCount(MessagePackType expected, out int count)
    {
        count = 0;
        if (!TryReadHeader(expected, out Header header) || !CanHold(expected, in header))
            return false;

        count = (int)header.Number;
        Advance(header.Size);
        return true;
    }

    private bool CanHold(MessagePackType expected, in Header header)
    {
        if (header.Number > (ulong)_maxCount)
            return Fail(MessagePackStatus.TooLong, expected, header.Type);

        long missing = header.Size + (long)header.Children - Remaining; // each value takes an octet at least
        return !_isComplete || missing <= 0 || Fail(MessagePackStatus.Incomplete, expected, header.Type, missing);
    }

    private void AdvanceToOctet()
    {
        while (_position == _octets.Length)
            MoveToNextSegment();
    }

    private bool TrySkipSimple(in Header header)
    {
        if (!header.HasPayload)
        {
            Advance(header.Size);
            return true;
        }

        if (!TryReadPayloadHeader(header.Type, out _))
            return false;
        Advance(header.Size + (long)header.Number);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TrySkipContainer()
    {
        MessagePackReader ahead = this;
        if (ahead.TrySkipNested())
        {
            this = ahead;
            return true;
        }

        _error = ahead._error;
        return false;
    }

    /// <summary>Skips one value; on the way to a failure it moves.</summary>
    private bool TrySkipNested()
    {
        Span<long> left = stackalloc long[_maxDepth + 1]; // values still to come, by level
        int level = 0;
        left[0] = 1;
        while (true)
        {
            while (left[level] == 0)
            {
                if (level == 0)
                    return true;
                level--;
            }

            left[level]--;
            if (!TryReadHeader(MessagePackType.None, out Header header))
                return false;
            if (!header.IsContainer)
            {
                if (!TrySkipSimple(in header))
                    return false;
                continue;
            }

            if (_depth + level >= _maxDepth)
                return Fail(MessagePackStatus.TooDeep, MessagePackType.None, header.Type);
            if (!CanHold(header.Type, in header))
                return false;
            Advance(header.Size);
            left[++level] = (long)header.Children;
        }
    }
}
