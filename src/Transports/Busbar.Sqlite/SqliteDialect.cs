using System.Data.Common;
using Busbar.Sql;
using Microsoft.Data.Sqlite;

namespace Busbar.Sqlite;

/// <summary>SQLite: write-ahead log, so that reading and writing do not wait for each other.</summary>
public sealed class SqliteDialect : SqlDialect
{
    // Result codes, https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    // A row of a pack has some 1,000 octets, and one of more than a quarter of a page takes whole pages of its own: at SQLite's 4,096
    // the file was three times its packs, at 16,384 it is a fifth more. For new files; those there are keep theirs.
    private const int PageSize = 16_384;

    /// <param name="durability">What stored samples survive.</param>
    public SqliteDialect(SqliteDurability durability = SqliteDurability.PowerCut)
    {
        if (durability is not (SqliteDurability.PowerCut or SqliteDurability.Process))
            throw new ArgumentOutOfRangeException(nameof(durability), durability, "The durability must be PowerCut or Process.");

        Durability = durability;
        ConnectionSetup = [FormattableString.Invariant($"PRAGMA page_size = {PageSize}"), "PRAGMA journal_mode = WAL", $"PRAGMA synchronous = {(durability == SqliteDurability.PowerCut ? "FULL" : "NORMAL")}"];
    }

    /// <summary>What stored samples survive.</summary>
    public SqliteDurability Durability { get; }

    /// <inheritdoc/>
    public override string Integer => "INTEGER";

    /// <inheritdoc/>
    public override string Octets => "BLOB";

    /// <inheritdoc/>
    public override string OrderedTable => " WITHOUT ROWID";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ConnectionSetup { get; }

    /// <inheritdoc/>
    public override string TableExists(string table) => $"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{table}'";

    /// <inheritdoc/>
    public override bool IsBusy(DbException exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked };

    /// <inheritdoc/>
    public override string Explain(DbException exception) => exception is not SqliteException sqlite ? base.Explain(exception) : sqlite.SqliteErrorCode switch
    {
        Busy or Locked => "is locked by another process",
        ReadOnly => "cannot be written: the file or its folder is read-only",
        InputOutput => "cannot be written: the disk reports an error",
        Full => "cannot be written: the disk is full",
        CannotOpen => "cannot be opened: there is no such folder, or it may not be written",
        Corrupt => "is damaged",
        NotADatabase => "is not a SQLite database",
        _ => base.Explain(exception),
    };
}
