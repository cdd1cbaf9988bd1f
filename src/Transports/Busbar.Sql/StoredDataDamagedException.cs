namespace Busbar.Sql;

/// <summary>What stands in the tables cannot have been written by this package: a pack that is cut, a series that is not there.</summary>
public sealed class StoredDataDamagedException : SqlHistoryException
{
    internal StoredDataDamagedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
