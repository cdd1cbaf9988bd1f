namespace Busbar.Modbus;

/// <summary>Transactions in order, linked through themselves: a transaction is in one list at most, and moving it allocates nothing.</summary>
internal struct TransactionList
{
    private Transaction? _last;

    public Transaction? First { get; private set; }

    public int Count { get; private set; }

    public void AddLast(Transaction transaction)
    {
        transaction.Previous = _last;
        transaction.Next = null;
        if (_last is null)
            First = transaction;
        else
            _last.Next = transaction;
        _last = transaction;
        Count++;
    }

    public void AddFirst(Transaction transaction)
    {
        transaction.Previous = null;
        transaction.Next = First;
        if (First is null)
            _last = transaction;
        else
            First.Previous = transaction;
        First = transaction;
        Count++;
    }

    public void Remove(Transaction transaction)
    {
        if (transaction.Previous is null)
            First = transaction.Next;
        else
            transaction.Previous.Next = transaction.Next;
        if (transaction.Next is null)
            _last = transaction.Previous;
        else
            transaction.Next.Previous = transaction.Previous;
        transaction.Previous = transaction.Next = null;
        Count--;
    }
}
