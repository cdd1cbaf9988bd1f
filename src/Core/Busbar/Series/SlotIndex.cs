namespace Busbar;

internal static class SlotIndex
{
    private const int Limit = 1024;
    private static int _last = -1;

    public static int Next()
    {
        int index = Interlocked.Increment(ref _last);
        return index < Limit ? index : throw new InvalidOperationException($"More than {Limit} slots were reserved. Reserve one per sink, not one per series.");
    }
}
