using System.Runtime.CompilerServices;

namespace Busbar.Messaging;

/// <summary>
/// A topic's lock: one atomic instruction to take it, a plain store to give it back. A <see cref="Lock"/> needs an atomic one for
/// both, 7 ns each, and a publish takes some 20 in all. Handlers run under it, so a thread that does not get it soon goes to sleep.
/// Not re-entrant: <see cref="IsHeldByCurrentThread"/> tells who might ask twice.
/// </summary>
/// <remarks>
/// Giving back stores "free", then looks for sleepers; without a fence between the two a processor may look before others see the
/// store. So a sleeper, having made itself known, puts that fence into every thread (<see cref="Interlocked.MemoryBarrierProcessWide"/>)
/// and tries again: either it finds the lock free, or whoever gives it back finds the sleeper. That fence costs microseconds, once for
/// each sleep.
/// </remarks>
internal sealed class TopicLock
{
    private const int Spins = 10; // SpinWait gives the processor away in some of them; before it would sleep a millisecond, we sleep until woken
    private readonly object _sleepers = new();
    private int _owner; // the thread that is in, by its managed number; 0 for none
    private int _sleeping;

    public bool IsHeldByCurrentThread => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(int thread)
    {
        if (Interlocked.CompareExchange(ref _owner, thread, 0) != 0)
            EnterSlowly(thread);
    }

    /// <summary>Takes it if nobody has it.</summary>
    public bool TryEnter(int thread) => Volatile.Read(ref _owner) == 0 && Interlocked.CompareExchange(ref _owner, thread, 0) == 0;

    public void Enter() => Enter(Environment.CurrentManagedThreadId);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        Volatile.Write(ref _owner, 0);
        if (Volatile.Read(ref _sleeping) != 0)
            Wake();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnterSlowly(int thread)
    {
        if (Volatile.Read(ref _owner) == thread)
            throw new LockRecursionException("A topic's lock is taken by the thread that has it.");

        var spin = new SpinWait();
        for (int i = 0; i < Spins; i++)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            if (TryEnter(thread))
                return;
        }

        lock (_sleepers)
        {
            bool isIn = false;
            _sleeping++;
            try
            {
                Interlocked.MemoryBarrierProcessWide();
                while (!(isIn = TryEnter(thread)))
                    Monitor.Wait(_sleepers);
            }
            finally
            {
                _sleeping--;
                if (!isIn)
                    Monitor.Pulse(_sleepers); // interrupted, perhaps after it was woken: the next one's turn
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake()
    {
        lock (_sleepers)
            Monitor.Pulse(_sleepers);
    }
}
