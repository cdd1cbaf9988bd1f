namespace Busbar.Sql;

/// <summary>The database cannot be read at the moment; the inner exception is what it, or opening it, answered with.</summary>
public sealed class HistoryUnavailableException : SqlHistoryException
{
    internal HistoryUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
