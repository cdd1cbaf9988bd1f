using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// Sends, a moment later and with one write, the requests that gathered on a link. On the thread pool's local queue it runs when the
/// thread that made them waits for an answer, or earlier when another thread is free.
/// </summary>
internal sealed class SendingWorkItem(Link<ClientSession> link) : IThreadPoolWorkItem
{
    private bool _queued; // under the link's lock

    /// <summary>Has it run once. Under the link's lock.</summary>
    [HotPath]
    public void Queue()
    {
        if (_queued)
            return;
        _queued = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    [HotPath]
    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            using LinkScope<ClientSession> scope = link.Enter();
            _queued = false;
            scope.Session.SendWaiting(scope.Now, scope.Output);
        }
        catch (LinkClosedException)
        {
            // Its closing has ended what waited.
        }
    }
}
