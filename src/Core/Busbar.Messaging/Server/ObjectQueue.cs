namespace Busbar.Messaging;

/// <summary>Objects for one client alone that wait, bounded by count and octets. Any thread; its lock is innermost.</summary>
internal sealed class ObjectQueue(int maxCount, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<(MessageBlock Block, bool TakesPosition)> _objects = new();
    private TaskCompletionSource? _room; // completed when something was taken
    private long _bytes;
    private bool _isClosed;

    /// <summary>None waits at this moment.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _objects.Count == 0;
        }
    }

    /// <summary>Takes over one reference, also when it answers false.</summary>
    /// <param name="block">The object; without its end when it takes a position.</param>
    /// <param name="takesPosition">It is repeated when the connection breaks; an answer is not.</param>
    /// <returns>False when there is no room, or the client is gone.</returns>
    public bool TryAdd(MessageBlock block, bool takesPosition)
    {
        lock (_lock)
        {
            if (!_isClosed && _objects.Count < maxCount && _bytes + block.Length <= maxBytes)
            {
                _objects.Enqueue((block, takesPosition));
                _bytes += block.Length;
                return true;
            }
        }

        block.Release();
        return false;
    }

    /// <summary>The oldest; the reference is the caller's.</summary>
    public bool TryTake(out MessageBlock block, out bool takesPosition)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            if (!_objects.TryDequeue(out (MessageBlock Block, bool TakesPosition) first))
            {
                (block, takesPosition) = (null!, false);
                return false;
            }

            (block, takesPosition) = first;
            _bytes -= block.Length;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        return true;
    }

    /// <summary>Ends when something was taken, or the queue is closed.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_lock)
        {
            return _isClosed || _objects.Count == 0
                ? Task.CompletedTask
                : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Forgets answers: their questions came by a connection that is no more.</summary>
    public void DropAnswers()
    {
        lock (_lock)
        {
            for (int left = _objects.Count; left > 0; left--)
            {
                (MessageBlock block, bool takesPosition) = _objects.Dequeue();
                if (takesPosition)
                {
                    _objects.Enqueue((block, true));
                    continue;
                }

                _bytes -= block.Length;
                block.Release();
            }
        }
    }

    /// <summary>Takes nothing any more, and gives back what waits.</summary>
    public void Close()
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _isClosed = true;
            while (_objects.TryDequeue(out (MessageBlock Block, bool TakesPosition) first))
                first.Block.Release();
            _bytes = 0;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
    }
}
