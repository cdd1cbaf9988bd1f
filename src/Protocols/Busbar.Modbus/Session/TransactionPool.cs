namespace Busbar.Modbus;

/// <summary>Transactions of one kind that wait to be used again.</summary>
internal static class TransactionPool<T>
    where T : Transaction, new()
{
    private const int Capacity = 512;

    private static readonly Lock Lock = new();
    private static readonly T?[] Items = new T?[Capacity];
    private static int _count;

    [HotPath]
    public static T Rent()
    {
        lock (Lock)
        {
            if (_count > 0)
                return Items[--_count]!;
        }

        return Create();
    }

    [HotPath]
    public static void Return(T transaction)
    {
        lock (Lock)
        {
            if (_count < Capacity)
                Items[_count++] = transaction;
        }
    }

    /// <summary>Only while more requests are under way than ever before, or than are kept.</summary>
    private static T Create() => new();
}
