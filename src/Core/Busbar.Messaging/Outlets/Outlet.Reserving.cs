namespace Busbar.Messaging;

// Room that publishers claim before they publish, in outlets that lose nothing.
public sealed partial class Outlet
{
    private int _reserved;
    private long _reservedBytes;
    private List<PublishQueue>? _waitingForRoom;

    /// <summary>Orders outlets, for those who reserve room in several.</summary>
    internal long Number { get; }

    internal bool IsLossless => _policy == OutletPolicy.Wait;

    /// <summary>Claims room for a message. Never blocks.</summary>
    /// <param name="length">Octets of its payload.</param>
    /// <param name="queue">Scheduled when there may be room again, if there is none now.</param>
    internal bool TryReserve(int length, PublishQueue? queue)
    {
        _gate.Enter();
        try
        {
            // What is longer than the outlet holds at all is taken when nothing else waits; it could never be published otherwise.
            bool isEmpty = _ring.Count + _reserved == 0;
            if (isEmpty || HasUnreservedRoom(length) || _isClosed)
            {
                _reserved++;
                _reservedBytes += length;
                return true;
            }

            if (queue is not null && !(_waitingForRoom ??= []).Contains(queue))
                _waitingForRoom.Add(queue);
            return false;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Gives claimed room back.</summary>
    internal void Unreserve(int length)
    {
        _gate.Enter();
        _reserved--;
        _reservedBytes -= length;
        PublishQueue[]? waiting = TakeWaiting();
        _gate.Exit();
        Schedule(waiting);
    }

    private bool HasUnreservedRoom(int length) =>
        _ring.Count + _reserved < _capacity && _ring.Bytes + _reservedBytes + length <= _maxBytes;

    /// <summary>Under the gate: who is to be told that there may be room.</summary>
    private PublishQueue[]? TakeWaiting()
    {
        if (_waitingForRoom is not { Count: > 0 } waiting)
            return null;
        PublishQueue[] taken = [.. waiting];
        waiting.Clear();
        return taken;
    }

    private static void Schedule(PublishQueue[]? waiting)
    {
        foreach (PublishQueue queue in waiting ?? [])
            queue.Schedule();
    }
}
