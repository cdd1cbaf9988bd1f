namespace Busbar.Testing;

/// <summary>Says how many bytes code allocates, so that a test can assert that it is none.</summary>
public static class Allocations
{
    private const int Attempts = 5;

    /// <summary>
    /// Runs <paramref name="action"/> often enough to be compiled for good and for pools to be filled, then counts the bytes that
    /// this thread allocates in <paramref name="operations"/> further runs.
    /// </summary>
    /// <returns>Bytes allocated in all of the counted runs; the least of five attempts, because a buffer may still grow during the first.</returns>
    public static long OfThisThread(Action action, int operations = 10_000, int warmup = 1_000)
    {
        ArgumentNullException.ThrowIfNull(action);
        for (int i = 0; i < warmup; i++)
            action();

        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < operations; i++)
                action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>
    /// The same for asynchronous code: counts what the whole process allocates, so no other test may run beside it
    /// (in xUnit: <c>DisableParallelization</c>).
    /// </summary>
    /// <returns>
    /// Bytes allocated by the process in all of the counted runs, the least of many attempts: the runtime's own threads (tiered
    /// compilation, a thread more in the pool, the finalizer) allocate now and then, the code under test allocates in every attempt.
    /// Attempts are short, so that even on a busy machine one falls between two such moments; the first without an allocation is
    /// the last.
    /// </returns>
    public static async Task<long> OfTheProcessAsync(Func<ValueTask> action, int operations = 1_000, int warmup = 1_000, int attempts = 100)
    {
        ArgumentNullException.ThrowIfNull(action);
        for (int i = 0; i < warmup; i++)
            await action().ConfigureAwait(false);

        long least = long.MaxValue;
        for (int attempt = 0; attempt < attempts && least > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < operations; i++)
                await action().ConfigureAwait(false);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}
