namespace Busbar.Sql;

/// <summary>What a history could not do, in a sentence; the root of this package's exceptions.</summary>
public abstract class SqlHistoryException : Exception
{
    private protected SqlHistoryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
