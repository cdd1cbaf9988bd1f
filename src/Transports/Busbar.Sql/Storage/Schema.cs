using System.Data.Common;

namespace Busbar.Sql;

/// <summary>The tables and how they came to be: numbered steps, each in a transaction of its own. A step that was released is never changed.</summary>
internal static class Schema
{
    private const string VersionTable = "busbar_schema";

    /// <summary>The version this package writes.</summary>
    public static long Current => Steps.Length;

    private static readonly Func<SqlDialect, string[]>[] Steps =
    [
        // 1: series; the journal of batches as they came; packs of each series by the hour; the latest of each series.
        static dialect =>
        [
            $"CREATE TABLE busbar_series (id {dialect.Integer} NOT NULL PRIMARY KEY, measurement {dialect.Text} NOT NULL, tags {dialect.Text} NOT NULL, field {dialect.Text} NOT NULL)",
            $"CREATE TABLE busbar_journal (position {dialect.Integer} NOT NULL PRIMARY KEY, data {dialect.Octets} NOT NULL)",
            $"CREATE TABLE busbar_pack (series {dialect.Integer} NOT NULL, period {dialect.Integer} NOT NULL, sequence {dialect.Integer} NOT NULL, first_time {dialect.Integer} NOT NULL, last_time {dialect.Integer} NOT NULL, samples {dialect.Integer} NOT NULL, data {dialect.Octets} NOT NULL, PRIMARY KEY (series, period, sequence)){dialect.OrderedTable}",
            $"CREATE TABLE busbar_latest (series {dialect.Integer} NOT NULL PRIMARY KEY, data {dialect.Octets} NOT NULL)",
        ],

        // 2: what each hour holds, so that forgetting need not count; what is known of a series, for people who look into the table.
        static dialect =>
        [
            $"CREATE TABLE busbar_period (period {dialect.Integer} NOT NULL PRIMARY KEY, samples {dialect.Integer} NOT NULL, octets {dialect.Integer} NOT NULL)",
            "INSERT INTO busbar_period (period, samples, octets) SELECT period, SUM(samples), SUM(LENGTH(data)) FROM busbar_pack GROUP BY period",
            $"ALTER TABLE busbar_series ADD COLUMN unit {dialect.Text}",
            $"ALTER TABLE busbar_series ADD COLUMN description {dialect.Text}",
        ],
    ];

    /// <summary>Brings the tables to <paramref name="target"/>, the current version unless a test wants an older one.</summary>
    /// <returns>The version that was found; 0 for an empty database.</returns>
    /// <exception cref="SchemaTooNewException">The tables are of a later version.</exception>
    public static async Task<long> MigrateAsync(DbConnection connection, SqlDialect dialect, long target, CancellationToken cancellationToken)
    {
        long found = await VersionAsync(connection, dialect, cancellationToken).ConfigureAwait(false);
        if (found > Current)
            throw new SchemaTooNewException(found, Current);

        for (long version = found; version < target; version++)
        {
            DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                if (version == 0)
                    await ExecuteAsync(connection, transaction, $"CREATE TABLE {VersionTable} (version {dialect.Integer} NOT NULL)", cancellationToken).ConfigureAwait(false);
                foreach (string statement in Steps[version](dialect))
                    await ExecuteAsync(connection, transaction, statement, cancellationToken).ConfigureAwait(false);
                string mark = version == 0 ? $"INSERT INTO {VersionTable} (version) VALUES (1)" : FormattableString.Invariant($"UPDATE {VersionTable} SET version = {version + 1}");
                await ExecuteAsync(connection, transaction, mark, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return found;
    }

    private static async Task<long> VersionAsync(DbConnection connection, SqlDialect dialect, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, dialect.TableExists(VersionTable), cancellationToken).ConfigureAwait(false) is null or DBNull)
            return 0;
        return await ScalarAsync(connection, $"SELECT version FROM {VersionTable}", cancellationToken).ConfigureAwait(false) is long version ? version : 0;
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string statement, CancellationToken cancellationToken)
    {
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = statement;
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, string statement, CancellationToken cancellationToken)
    {
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = statement;
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
