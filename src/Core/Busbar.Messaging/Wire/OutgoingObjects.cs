namespace Busbar.Messaging;

/// <summary>Objects of the wire that go to one client together: a view, valid during the call to which it is given.</summary>
public readonly ref struct OutgoingObjects
{
    private readonly ReadOnlySpan<long> _positions;

    internal OutgoingObjects(ReadOnlySpan<byte> octets, ReadOnlySpan<int> ends, ReadOnlySpan<long> positions)
    {
        Octets = octets;
        Ends = ends;
        _positions = positions;
    }

    /// <summary>All of them, one behind the other, with nothing between them: JSON as UTF-8, or frames of the binary form.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>Where each ends in <see cref="Octets"/>.</summary>
    public ReadOnlySpan<int> Ends { get; }

    /// <summary>How many there are.</summary>
    public int Count => Ends.Length;

    /// <summary>One of them.</summary>
    /// <param name="index">From 0.</param>
    public ReadOnlySpan<byte> this[int index] => Octets[(index == 0 ? 0 : Ends[index - 1])..Ends[index]];

    /// <summary>The last position of the session that one of them takes; 0 when it takes none.</summary>
    /// <param name="index">From 0.</param>
    public long PositionOf(int index) => _positions[index];
}
