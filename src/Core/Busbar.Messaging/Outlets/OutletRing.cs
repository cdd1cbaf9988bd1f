using System.Numerics;

namespace Busbar.Messaging;

/// <summary>
/// Messages that wait, oldest first. Positions count up for ever, so that an attachment's position says whether its message still
/// waits (it is not below the head), and a message can be replaced or taken out where it stands. What was lost is noted where it
/// would have stood. Under the outlet's gate.
/// </summary>
internal sealed class OutletRing(int capacity)
{
    private const int FirstLength = 16;

    private Entry[] _entries = new Entry[FirstLength];
    private long _head;
    private long _tail;
    private long _lostAtHead;
    private int _lostAtTail;

    /// <summary>Messages that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Their octets of payload.</summary>
    public long Bytes { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>A message of that attachment waits where a later one may replace it.</summary>
    public bool Holds(Attachment attachment) => attachment.Position >= _head;

    public void Enqueue(Attachment? attachment, MessageBlock block)
    {
        if (_tail - _head == _entries.Length)
            MakeRoom();
        if (attachment is not null)
            attachment.Position = _tail;
        _entries[_tail & (_entries.Length - 1)] = new Entry { Block = block, Attachment = attachment, Lost = _lostAtTail };
        _lostAtTail = 0;
        _tail++;
        Count++;
        Bytes += block.Length;
    }

    /// <summary>Puts a message in the place of the one that waits; returns that one.</summary>
    public MessageBlock Replace(Attachment attachment, MessageBlock block)
    {
        ref Entry entry = ref _entries[attachment.Position & (_entries.Length - 1)];
        MessageBlock replaced = entry.Block!;
        entry.Block = block;
        entry.Skipped++;
        Bytes += block.Length - replaced.Length;
        return replaced;
    }

    /// <summary>Takes out the message of that attachment; its place stays empty until the head passes it.</summary>
    public MessageBlock Remove(Attachment attachment)
    {
        ref Entry entry = ref _entries[attachment.Position & (_entries.Length - 1)];
        MessageBlock removed = entry.Block!;
        _lostAtHead += entry.Lost;
        entry = default;
        attachment.Position = -1;
        Count--;
        Bytes -= removed.Length;
        return removed;
    }

    /// <summary>Notes that a message was lost which would have been the last.</summary>
    public void NoteLost() => _lostAtTail++;

    /// <summary>Notes that the message which was dequeued last was lost.</summary>
    public void NoteLostAtHead() => _lostAtHead++;

    /// <summary>What was lost before the message that was dequeued last; asked once.</summary>
    public long TakeLost()
    {
        long lost = _lostAtHead;
        _lostAtHead = 0;
        return lost;
    }

    /// <summary>The oldest message; null when none waits.</summary>
    /// <param name="stopsAtGap">Null also when messages were lost before it.</param>
    /// <param name="skipped">How many gave way to it.</param>
    public MessageBlock? Dequeue(bool stopsAtGap, out int skipped)
    {
        Entry[] entries = _entries;
        for (; _head < _tail; _head++) // past places that are empty
        {
            ref Entry entry = ref entries[_head & (entries.Length - 1)];
            if (entry.Block is not { } block)
                continue;
            if (stopsAtGap && (_lostAtHead | (long)entry.Lost) != 0)
                break;
            skipped = entry.Skipped;
            _lostAtHead += entry.Lost;
            entry = default;
            _head++;
            Count--;
            Bytes -= block.Length;
            return block;
        }

        skipped = 0;
        return null;
    }

    // Empty places are closed first; the array grows, up to the capacity, only when there are few of them.
    private void MakeRoom()
    {
        int length = _entries.Length;
        if (Count > length - (length / 4))
            length = Math.Min(length * 2, Math.Max(FirstLength, (int)BitOperations.RoundUpToPowerOf2((uint)capacity) * 2));

        var entries = new Entry[length];
        long tail = _head;
        for (long position = _head; position < _tail; position++)
        {
            Entry entry = _entries[position & (_entries.Length - 1)];
            if (entry.Block is null)
                continue;
            if (entry.Attachment is { } attachment)
                attachment.Position = tail;
            entries[tail & (length - 1)] = entry;
            tail++;
        }

        _entries = entries;
        _tail = tail;
    }

    private struct Entry
    {
        public MessageBlock? Block;
        public Attachment? Attachment;
        public int Lost;    // messages lost between the one before and this one
        public int Skipped; // messages that stood here before
    }
}
