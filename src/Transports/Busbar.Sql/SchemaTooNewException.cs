namespace Busbar.Sql;

/// <summary>The tables were made by a later version of this package, which alone knows what they mean. They are left as they are.</summary>
public sealed class SchemaTooNewException : SqlHistoryException
{
    internal SchemaTooNewException(long found, long supported)
        : base($"The history was made by a later version: its tables are of version {found}, this version knows up to {supported}. Update the package, or open another database.")
    {
        Found = found;
        Supported = supported;
    }

    /// <summary>The version of the tables.</summary>
    public long Found { get; }

    /// <summary>The latest version that this package knows.</summary>
    public long Supported { get; }
}
