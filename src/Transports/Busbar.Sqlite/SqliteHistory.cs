using System.Data.Common;
using Busbar.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Busbar.Sqlite;

/// <summary>Opens a <see cref="SqlHistory"/> in one SQLite file.</summary>
public static class SqliteHistory
{
    private const int SecondsToWaitForALock = 2; // then it is said, and tried again later

    static SqliteHistory() => Batteries_V2.Init();

    /// <summary>Opens the file, or makes it; a failure is said by <see cref="SqlHistory.Health"/> and tried again, samples wait meanwhile.</summary>
    /// <param name="path">The file, for example <c>plant.db</c>. Of this process alone while it is open; others may read it.</param>
    /// <param name="options">Null: the defaults. A history without a name of its own is named like the file.</param>
    /// <param name="durability">What stored samples survive.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or an option is outside its range.</exception>
    public static SqlHistory Open(string path, SqlHistoryOptions? options = null, SqliteDurability durability = SqliteDurability.PowerCut)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = (options ?? new SqlHistoryOptions()) with { };
        if (options.Name == SqlHistoryOptions.DefaultName)
            options.Name = Path.GetFileName(path);
        return new SqlHistory(Source(path), new SqliteDialect(durability), options);
    }

    /// <summary>Connections to that file. Not pooled: the last one to close tidies the write-ahead log away.</summary>
    internal static DbDataSource Source(string path) => SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = false,
        DefaultTimeout = SecondsToWaitForALock,
    }.ConnectionString);
}
