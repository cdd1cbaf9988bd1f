using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <content>
/// What all reads stand on. The present segment is a span, and a value that lies in it is read from it; whatever crosses its end takes
/// the slow ways below, which also find out that nothing follows. So a sequence costs the span form nothing.
/// </content>
public ref partial struct MessagePackReader
{
    /// <summary>Reads the header of a value of that type (None: of any) without moving.</summary>
    private bool TryReadHeader(MessagePackType expected, out Header header)
    {
        MessagePackStatus status = PeekHeader(out header);
        if (status == MessagePackStatus.Ok && (header.Type == expected || expected == MessagePackType.None))
            return true;
        return FailHeader(status, expected, in header);
    }

    private readonly MessagePackStatus PeekHeader(out Header header)
    {
        MessagePackStatus status = Header.Decode(_octets[_position..], out header);
        bool isCut = status == MessagePackStatus.Incomplete && _before + _octets.Length < _length;
        return isCut ? DecodeAcrossSegments(out header) : status;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly MessagePackStatus DecodeAcrossSegments(out Header header)
    {
        Span<byte> joined = stackalloc byte[(int)Math.Min(Header.MaxSize, Remaining)];
        CopyAhead(joined);
        return Header.Decode(joined, out header);
    }

    /// <summary>Copies the next octets, which are there, without moving.</summary>
    private readonly void CopyAhead(scoped Span<byte> destination)
    {
        MessagePackReader ahead = this;
        ahead.CopyAndAdvance(destination);
    }

    private void CopyAndAdvance(scoped Span<byte> destination)
    {
        while (true)
        {
            ReadOnlySpan<byte> here = _octets[_position..];
            if (here.Length >= destination.Length)
            {
                here[..destination.Length].CopyTo(destination);
                _position += destination.Length;
                return;
            }

            here.CopyTo(destination);
            destination = destination[here.Length..];
            MoveToNextSegment();
        }
    }

    /// <summary>Moves over octets that are there.</summary>
    private void Advance(long count)
    {
        if (count <= _octets.Length - _position)
            _position += (int)count;
        else
            AdvanceAcrossSegments(count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AdvanceAcrossSegments(long count)
    {
        while (count > _octets.Length - _position)
        {
            count -= _octets.Length - _position;
            MoveToNextSegment();
        }

        _position += (int)count;
    }

    private void MoveToNextSegment()
    {
        _before += _octets.Length;
        _position = 0;
        _octets = _sequence.TryGet(ref _next, out ReadOnlyMemory<byte> segment) ? segment.Span : default;
    }

    /// <summary>Reads header and payload of a value of that type, borrowed.</summary>
    private bool TryReadPayload(MessagePackType expected, out Header header, out ReadOnlySpan<byte> payload)
    {
        if (!TryReadPayloadHeader(expected, out header))
        {
            payload = default;
            return false;
        }

        int size = header.Size + (int)header.Number; // the sum may wrap; the remainder is compared without it
        if ((int)header.Number <= _octets.Length - _position - header.Size)
        {
            payload = _octets.Slice(_position + header.Size, (int)header.Number);
            _position += size;
            return true;
        }

        return TryBorrowBehindSegment(in header, out payload);
    }

    /// <summary>Reads a header whose payload is no longer than allowed and is there, without moving.</summary>
    private bool TryReadPayloadHeader(MessagePackType expected, out Header header)
    {
        if (!TryReadHeader(expected, out header))
            return false;
        if (header.Number > (ulong)_maxLength)
            return Fail(MessagePackStatus.TooLong, expected, header.Type);

        long missing = header.Size + (long)header.Number - Remaining;
        return missing <= 0 || Fail(MessagePackStatus.Incomplete, expected, header.Type, missing);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryBorrowBehindSegment(scoped in Header header, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        MessagePackReader ahead = this;
        ahead.Advance(header.Size);
        while (ahead._position == ahead._octets.Length && header.Number > 0)
            ahead.MoveToNextSegment();
        if ((int)header.Number > ahead._octets.Length - ahead._position)
            return Fail(MessagePackStatus.Split, header.Type, header.Type);

        payload = ahead._octets.Slice(ahead._position, (int)header.Number);
        ahead._position += (int)header.Number;
        this = ahead;
        return true;
    }

    /// <summary>Reads the payload of a value of that type into the caller's memory.</summary>
    private bool TryCopyPayload(MessagePackType expected, scoped Span<byte> destination, out int written)
    {
        written = 0;
        if (!TryReadPayloadHeader(expected, out Header header))
            return false;
        if (header.Number > (ulong)destination.Length)
            return Fail(MessagePackStatus.TooLong, expected, header.Type);

        Advance(header.Size);
        written = (int)header.Number;
        CopyAndAdvance(destination[..written]);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FailHeader(MessagePackStatus status, MessagePackType expected, in Header header)
    {
        if (status == MessagePackStatus.Reserved)
            return Fail(MessagePackStatus.Reserved, expected, MessagePackType.None);
        if (header.Type != expected && header.Type != MessagePackType.None && expected != MessagePackType.None)
            return Fail(MessagePackStatus.WrongType, expected, header.IsTimestamp ? MessagePackType.Timestamp : header.Type);
        return Fail(MessagePackStatus.Incomplete, expected, header.Type, header.Size - Remaining);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Fail(MessagePackStatus status, MessagePackType expected, MessagePackType found, long needed = 0)
    {
        _error = new MessagePackError(status, Consumed, expected, found, needed);
        return false;
    }

    /// <summary>Fails for a reason found by who reads with this reader: a value that is well formed, and not what the decoder takes.</summary>
    /// <param name="error">Becomes <see cref="Error"/>.</param>
    /// <returns>False, to be returned by the decoder.</returns>
    public bool FailWith(MessagePackError error)
    {
        _error = error;
        return false;
    }

    /// <summary>Says of the error at hand in which member of a record it is; from the inside to the outside.</summary>
    /// <param name="member">The member's name, put before the path that the error has already.</param>
    /// <returns>False, to be returned by the decoder.</returns>
    public bool FailIn(string member)
    {
        _error = _error with { Path = _error.Path is { } inner ? Join(member, inner) : member };
        return false;
    }

    /// <summary>Says of the error at hand in which item of a list it is.</summary>
    /// <param name="index">Of the item, from 0.</param>
    /// <returns>False, to be returned by the decoder.</returns>
    public bool FailAt(int index) => FailIn(FormattableString.Invariant($"[{index}]"));

    private static string Join(string outer, string inner) => inner[0] == '[' ? outer + inner : $"{outer}.{inner}";
}
