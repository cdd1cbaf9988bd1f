using System.Numerics;

namespace Busbar.Messaging;

/// <summary>What was sent and not acknowledged yet, by position: the oldest give way when it is more than may be.</summary>
internal sealed class SentRing(int maxCount, long maxBytes)
{
    private const int FirstLength = 16;
    private const int KeptLength = 256;

    private SentEntry[] _entries = [];
    private long _bytes;
    private long _trimmedAt;

    /// <summary>The oldest position that is kept; <see cref="Last"/> + 1 when none is.</summary>
    public long First { get; private set; } = 1;

    /// <summary>The last position that was taken; 0 before the first.</summary>
    public long Last { get; private set; }

    public ref readonly SentEntry this[long position] => ref _entries[position & (_entries.Length - 1)];

    /// <summary>Takes the next position. The ring owns the reference; the entry itself may have given way already.</summary>
    /// <inheritdoc cref="SentEntry"/>
    public void Add(MessageBlock block, bool isMessage, int octets, int skipped = 0, int dropped = 0)
    {
        if (Last - First + 1 == _entries.Length)
            Grow();
        Last++;
        ref SentEntry entry = ref _entries[Last & (_entries.Length - 1)]; // written field by field: one reference, one barrier
        entry.Block = block;
        entry.IsMessage = isMessage;
        entry.Octets = octets;
        entry.Skipped = skipped;
        entry.Dropped = dropped;
        _bytes += octets;
        while (First <= Last && (_bytes > maxBytes || Last - First >= maxCount))
            RemoveFirst();
    }

    /// <summary>All up to that position have come.</summary>
    public void Acknowledge(long position)
    {
        while (First <= Last && First <= position)
            RemoveFirst();
    }

    /// <summary>Gives memory back that was not needed since the last call; asked from time to time.</summary>
    public void Trim()
    {
        if (First > Last && Last == _trimmedAt && _entries.Length > KeptLength)
            _entries = [];
        _trimmedAt = Last;
    }

    private void RemoveFirst()
    {
        ref SentEntry entry = ref _entries[First & (_entries.Length - 1)];
        First++;
        _bytes -= entry.Octets;
        entry.Block.Release();
        entry.Block = null!;
    }

    private void Grow()
    {
        var entries = new SentEntry[(int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(maxCount, 1) + 1), (uint)Math.Max(FirstLength, _entries.Length * 2))];
        for (long position = First; position <= Last; position++)
            entries[position & (entries.Length - 1)] = this[position];
        _entries = entries;
    }
}
