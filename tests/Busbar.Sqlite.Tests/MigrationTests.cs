using System.Data.Common;
using Busbar.Sql;
using Microsoft.Data.Sqlite;

namespace Busbar.Sqlite.Tests;

public class MigrationTests : HistoryFixture
{
    [Fact]
    public async Task Version1_IsMigratedWithItsSamples()
    {
        await using (SqlHistory history = Open())
            await StoreAsync(history, Ramp(Power, 100, Start, Hour / 30));
        Downgrade();

        await using (SqlHistory history = Open(options => options.RetainCount = 40))
        {
            Assert.Equal(Ramp(Power, 100, Start, Hour / 30), await AllAsync(history, Power));
            await history.MaintainOnceAsync(); // what each hour holds is known
            Assert.Equal(40, (await AllAsync(history, Power)).Length);
        }

        Assert.Equal(2, Query("SELECT version FROM busbar_schema"));
    }

    [Fact]
    public async Task EmptyFile_PassesThroughEveryVersion()
    {
        DbConnection connection = await SqliteHistory.Source(Database).OpenConnectionAsync();
        await using (connection)
        {
            Assert.Equal(0, await Schema.MigrateAsync(connection, new SqliteDialect(), 1, default));
            Assert.Equal(1, Query("SELECT version FROM busbar_schema"));
            Assert.Equal(1, await Schema.MigrateAsync(connection, new SqliteDialect(), Schema.Current, default));
            Assert.Equal(Schema.Current, Query("SELECT version FROM busbar_schema"));
            Assert.Equal(Schema.Current, await Schema.MigrateAsync(connection, new SqliteDialect(), Schema.Current, default));
        }
    }

    [Fact]
    public async Task LaterVersion_IsLeftAloneAndSaid()
    {
        await using (SqlHistory history = Open())
            await StoreAsync(history, Ramp(Power, 3));
        Query("UPDATE busbar_schema SET version = 3");

        await using SqlHistory later = Open();
        var exception = await Assert.ThrowsAsync<HistoryUnavailableException>(async () => await AllAsync(later, Power));

        var cause = Assert.IsType<SchemaTooNewException>(exception.InnerException);
        Assert.Equal((3L, 2L), (cause.Found, cause.Supported));
        Assert.Equal(new SinkHealth(SinkState.Down, "plant.db stores nothing: The history was made by a later version: its tables are of version 3, this version knows up to 2. Update the package, or open another database."), later.Health);
        Assert.False(await later.WaitToWriteAsync());
        Assert.Equal(0, later.Write(Ramp(Power, 1)));
        Assert.Equal(3, Query("SELECT version FROM busbar_schema"));
    }

    [Fact]
    public async Task Pack_Damaged_IsSaidWhenItIsRead()
    {
        await using (SqlHistory history = Open())
            await StoreAsync(history, Ramp(Power, 10));
        Query("UPDATE busbar_pack SET data = x'01FFFF'");

        await using SqlHistory damaged = Open();
        var exception = await Assert.ThrowsAsync<StoredDataDamagedException>(async () => await AllAsync(damaged, Power));

        Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
        await StoreAsync(damaged, At(Power, 1, Start + Hour)); // storing goes on
    }

    private void Downgrade()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            DROP TABLE busbar_period;
            CREATE TABLE old (id INTEGER NOT NULL PRIMARY KEY, measurement TEXT NOT NULL, tags TEXT NOT NULL, field TEXT NOT NULL);
            INSERT INTO old SELECT id, measurement, tags, field FROM busbar_series;
            DROP TABLE busbar_series;
            ALTER TABLE old RENAME TO busbar_series;
            UPDATE busbar_schema SET version = 1;
            """;
        command.ExecuteNonQuery();
    }
}
