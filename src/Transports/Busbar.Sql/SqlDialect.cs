using System.Data.Common;

namespace Busbar.Sql;

/// <summary>
/// What differs between databases. The statements themselves are plain SQL with named parameters (<c>@name</c>); values are 64-bit
/// integers, texts and octets. Immutable; any thread.
/// </summary>
public abstract class SqlDialect
{
    /// <summary>The type of a signed integer of 64 bits.</summary>
    public virtual string Integer => "BIGINT";

    /// <summary>The type of a text of any length.</summary>
    public virtual string Text => "TEXT";

    /// <summary>The type of octets of any length.</summary>
    public abstract string Octets { get; }

    /// <summary>What stands behind the parentheses of a table that is kept in the order of its primary key; empty when the database knows no such thing.</summary>
    public virtual string OrderedTable => "";

    /// <summary>Statements for each connection that was opened, in order.</summary>
    public virtual IReadOnlyList<string> ConnectionSetup => [];

    /// <summary>Whether a table of that name exists: a statement that answers with one row when it does.</summary>
    public virtual string TableExists(string table) => $"SELECT table_name FROM information_schema.tables WHERE table_name = '{table}'";

    /// <summary>Whether the same statement may succeed a moment later without anybody doing anything: the database is locked or busy.</summary>
    public virtual bool IsBusy(DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.IsTransient;
    }

    /// <summary>Why a statement failed, as the end of a sentence that begins with the history's name: <c>cannot be written: the disk is full</c>.</summary>
    public virtual string Explain(DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return $"cannot be used: {exception.Message}";
    }
}
