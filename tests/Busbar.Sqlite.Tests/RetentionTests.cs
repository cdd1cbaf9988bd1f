using Busbar.Sql;

namespace Busbar.Sqlite.Tests;

public class RetentionTests : HistoryFixture
{
    [Fact]
    public async Task RetainFor_Passed_ForgetsWholeHoursAndKeepsTheLatest()
    {
        await using SqlHistory history = Open(options => (options.RetainFor, options.MergeCount, options.MaintenanceInterval) = (TimeSpan.FromHours(2), 1, TimeSpan.FromDays(1)));
        await StoreAsync(history, Ramp(Power, 10, Start, Hour / 2));
        Series old = Registry.Group("old").Field("f");
        await StoreAsync(history, At(old, 42, Start));

        Time.Advance(TimeSpan.FromMinutes(179)); // the hour from 0:00 ended 119 minutes ago
        await history.MaintainOnceAsync();
        Assert.Equal(10, (await AllAsync(history, Power)).Length);

        Time.Advance(TimeSpan.FromMinutes(1));
        await history.MaintainOnceAsync();
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], Values(await AllAsync(history, Power)));
        Assert.Empty(await AllAsync(history, old));
        Assert.Equal(42, (await history.ReadLatestAsync(old))!.Value.AsDouble());

        Time.Advance(TimeSpan.FromDays(1));
        await history.MaintainOnceAsync();
        Assert.Empty(await AllAsync(history, Power));
        Assert.Equal(0, Query("SELECT COUNT(*) FROM busbar_pack"));
        Assert.Equal(0, Query("SELECT COUNT(*) FROM busbar_period"));
    }

    [Fact]
    public async Task RetainCount_Exceeded_ForgetsTheOldestHours()
    {
        await using SqlHistory history = Open(options => (options.RetainCount, options.MergeCount) = (25, 1));
        await StoreAsync(history, Ramp(Power, 60, Start, Hour / 10));

        await history.MaintainOnceAsync();

        Assert.Equal([.. Enumerable.Range(40, 20).Select(i => (double)i)], Values(await AllAsync(history, Power)));
    }

    [Fact]
    public async Task RetainBytes_Exceeded_KeepsTheLastMerge()
    {
        await using SqlHistory history = Open(options => (options.RetainBytes, options.MergeCount) = (1, 1));
        await StoreAsync(history, Ramp(Power, 60, Start, Hour / 10));

        await history.MaintainOnceAsync();
        await history.MaintainOnceAsync();

        Assert.Equal([.. Enumerable.Range(50, 10).Select(i => (double)i)], Values(await AllAsync(history, Power)));
    }

    [Fact]
    public async Task RetainCount_ExceededByTheCurrentHourAlone_ForgetsItsFirstMerges()
    {
        await using SqlHistory history = Open(options => (options.RetainCount, options.MergeCount) = (25, 1));
        Series other = Registry.Group("other").Field("f");
        for (int merge = 0; merge < 6; merge++)
            await StoreAsync(history, [.. Ramp(Power, 5, Start + (merge * 5 * (Hour / 100)), Hour / 100), .. Ramp(other, 5, Start + (merge * 5 * (Hour / 100)), Hour / 100)]);

        await history.MaintainOnceAsync();

        Assert.Equal(10, (await AllAsync(history, Power)).Length);
        Assert.Equal(10, (await AllAsync(history, other)).Length);
        Assert.Equal(20, Query("SELECT SUM(samples) FROM busbar_period"));
        Assert.Equal(20, Query("SELECT SUM(samples) FROM busbar_pack"));
        Assert.Equal(Query("SELECT SUM(octets) FROM busbar_period"), Query("SELECT SUM(LENGTH(data)) FROM busbar_pack"));
    }

    [Fact]
    public async Task RetainCount_ExceededByTheCurrentHour_OfAnEarlierRun_ForgetsThatFirst()
    {
        await using (SqlHistory before = Open(options => (options.RetainCount, options.MergeCount) = (25, 1)))
            await StoreAsync(before, Ramp(Power, 30, Start, Hour / 100));
        await using SqlHistory history = Open(options => (options.RetainCount, options.MergeCount) = (25, 1));
        Series other = Registry.Group("other").Field("f");
        await StoreAsync(history, [.. Ramp(Power, 10, Start + (30 * (Hour / 100)), Hour / 100), .. Ramp(other, 10, Start + (30 * (Hour / 100)), Hour / 100)]);

        await history.MaintainOnceAsync();

        Assert.Equal(10, (await AllAsync(history, Power)).Length);
        Assert.Equal(10, (await AllAsync(history, other)).Length);
        Assert.Equal(20, Query("SELECT SUM(samples) FROM busbar_period"));
    }

    [Fact]
    public async Task Forgetting_OfMoreSeriesThanOneStepTakes_ForgetsAllOfThem()
    {
        await using SqlHistory history = Open(options => (options.RetainFor, options.MergeCount) = (TimeSpan.FromHours(1), 1));
        Sample[] samples = [.. Enumerable.Range(0, 1_234).Select(i => At(Registry.Group("m").Field(FormattableString.Invariant($"f{i}")), i, Start))];
        await StoreAsync(history, samples);
        Assert.Equal(1_234, Query("SELECT COUNT(*) FROM busbar_pack"));

        Time.Advance(TimeSpan.FromDays(1));
        await history.MaintainOnceAsync();

        Assert.Equal(0, Query("SELECT COUNT(*) FROM busbar_pack"));
    }

    [Fact]
    public async Task File_IsLittleLargerThanItsPacks()
    {
        await using SqlHistory history = Open(options => options.MergeCount = 20_000);
        var random = new Random(1);
        Series[] series = [.. Enumerable.Range(0, 100).Select(i => Registry.Group("m").Field(FormattableString.Invariant($"f{i}")))];
        for (int merge = 0; merge < 20; merge++)
            await StoreAsync(history, [.. Enumerable.Range(0, 200).SelectMany(i => series.Select(one => At(one, random.NextDouble(), Start + ((merge * 200) + i) * (Hour / 5_000))))]);

        long packs = Query("SELECT SUM(LENGTH(data)) FROM busbar_pack");
        long file = Query("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()") - Query("SELECT freelist_count * page_size FROM pragma_freelist_count(), pragma_page_size()");

        Assert.InRange(file, packs, packs * 3 / 2);
    }

    [Fact]
    public async Task NoRetention_ForgetsNothing()
    {
        await using SqlHistory history = Open(options => options.MergeCount = 1);
        await StoreAsync(history, Ramp(Power, 10, 0, Hour));

        Time.Advance(TimeSpan.FromDays(10));
        await history.MaintainOnceAsync();

        Assert.Equal(10, (await AllAsync(history, Power)).Length);
    }

    [Fact]
    public async Task MergeAge_Passed_MovesTheJournal()
    {
        await using SqlHistory history = Open(options => options.MaintenanceInterval = TimeSpan.FromDays(1));
        await StoreAsync(history, Ramp(Power, 10));
        await history.MaintainOnceAsync();
        Assert.Equal(1, Query("SELECT COUNT(*) FROM busbar_journal"));

        Time.Advance(TimeSpan.FromMinutes(5));
        await history.MaintainOnceAsync();

        Assert.Equal(0, Query("SELECT COUNT(*) FROM busbar_journal"));
        Assert.Equal(10, Query("SELECT SUM(samples) FROM busbar_pack"));
        Assert.Equal(Ramp(Power, 10), await AllAsync(history, Power));
    }
}
