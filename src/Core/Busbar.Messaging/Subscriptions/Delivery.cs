using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

/// <summary>
/// What this thread is delivering. While handlers run, their topic's lock is held; taking another topic's lock then could meet a
/// thread that does the reverse. So a thread holds one topic's lock at a time: what a handler asks for that needs one is queued
/// here and done, in order, when the current message is delivered and its lock released.
/// </summary>
internal sealed class Delivery
{
    [ThreadStatic]
    private static Delivery? _current;

    private readonly Queue<(object Target, MessageBlock? Block)> _nested = new();
    private int _nestedPublishes;

    public static Delivery OfThisThread => _current ??= new Delivery();

    /// <summary>The thread's managed number, by which it takes locks.</summary>
    public int Thread { get; } = Environment.CurrentManagedThreadId;

    /// <summary>A handler, or what a handler asked for, is running on this thread.</summary>
    public bool IsActive { get; set; }

    /// <summary>Queues a publish; false when one outermost publish has caused as many as are allowed.</summary>
    public bool TryNest(Topic topic, MessageBlock block, int limit)
    {
        if (_nestedPublishes >= limit)
            return false;
        _nestedPublishes++;
        _nested.Enqueue((topic, block));
        return true;
    }

    /// <summary>The same for work other than a publish of octets.</summary>
    public bool TryNest(INestedWork work, int limit)
    {
        if (_nestedPublishes >= limit)
            return false;
        _nestedPublishes++;
        _nested.Enqueue((work, null));
        return true;
    }

    /// <summary>Runs now when the thread is idle, behind the current message otherwise. Not bounded: subscriptions come and go by it.</summary>
    public static void RunOrNest(INestedWork work)
    {
        Delivery delivery = OfThisThread;
        if (delivery.IsActive)
        {
            delivery._nested.Enqueue((work, null));
            return;
        }

        delivery.IsActive = true;
        try
        {
            work.Run();
        }
        finally
        {
            delivery.End();
        }
    }

    /// <summary>Ends the outermost work: does what was asked for meanwhile, then what that asked for, until nothing is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End()
    {
        if (_nested.Count > 0)
            RunNested();
        IsActive = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunNested()
    {
        try
        {
            while (_nested.TryDequeue(out (object Target, MessageBlock? Block) next))
            {
                if (next.Block is { } block)
                    ((Topic)next.Target).DispatchNested(block);
                else
                    ((INestedWork)next.Target).Run();
            }
        }
        finally
        {
            _nestedPublishes = 0;
            IsActive = false;
        }
    }
}
