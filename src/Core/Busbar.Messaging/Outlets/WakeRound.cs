namespace Busbar.Messaging;

/// <summary>
/// The writers of connections that wait for what one thread publishes. While a round is open on a thread their waits are gathered, and
/// when it is run each writer goes on once, with all that has come to it, on that very thread: no change of thread for each of them,
/// and one send for many messages. Each thread has one, which allocates nothing once it has grown.
/// </summary>
internal sealed class WakeRound
{
    private const int Inline = 16; // beyond these, other processors are to help

    [ThreadStatic]
    private static WakeRound? _ofThisThread;

    private List<OutletWaiter> _waiters = [];
    private List<OutletWaiter>? _spare = [];
    private bool _isOpen;

    /// <summary>Opens the round of this thread; does nothing when it is open. Whoever opens it runs it, before anything is awaited.</summary>
    public static void Open() => (_ofThisThread ??= new WakeRound())._isOpen = true;

    /// <summary>Takes over to end a wait.</summary>
    /// <returns>False when no round is open on this thread.</returns>
    public static bool TryAdd(OutletWaiter waiter)
    {
        if (_ofThisThread is not { _isOpen: true } round)
            return false;
        round._waiters.Add(waiter);
        return true;
    }

    /// <summary>Ends the waits that were gathered, and closes the round.</summary>
    public static void Run()
    {
        if (_ofThisThread is { _isOpen: true } round)
            round.Execute();
    }

    private void Execute()
    {
        _isOpen = false; // what a writer causes is not for this round
        List<OutletWaiter> waiters = _waiters;
        _waiters = _spare ?? []; // a writer's carrier may open another round on this thread
        _spare = null;
        int here = Math.Max(Inline, waiters.Count / Environment.ProcessorCount);
        for (int i = here; i < waiters.Count; i++)
            waiters[i].Complete(true);
        for (int i = 0; i < Math.Min(here, waiters.Count); i++)
            waiters[i].CompleteHere();
        waiters.Clear();
        _spare = waiters;
    }
}
