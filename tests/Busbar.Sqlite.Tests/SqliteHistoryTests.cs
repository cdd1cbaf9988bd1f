using System.Globalization;
using Busbar.Sql;
using Busbar.Testing;

namespace Busbar.Sqlite.Tests;

public class SqliteHistoryTests : HistoryFixture
{
    public static TheoryData<int> Merging => [1, int.MaxValue]; // every batch at once into packs; everything stays in the journal

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task Samples_OfEveryKind_AreReadAsTheyWereWritten(int mergeCount)
    {
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);
        Sample[] samples = [.. EveryKind(Power)];

        await StoreAsync(history, samples);

        Assert.Equal(samples, await AllAsync(history, Power));
        Assert.Equal((samples.Length, 0L, 0L), ((int)history.Stored, history.Lost, history.Waiting));
        Assert.Equal(new SinkHealth(SinkState.Ok), history.Health);
    }

    [Fact]
    public async Task Samples_OfEveryKind_SurviveReopening()
    {
        Sample[] samples = [.. EveryKind(Power)];
        await using (SqlHistory history = Open())
            await StoreAsync(history, samples);
        Series again = new SeriesRegistry().Group("feeder", ("bay", "3"), ("site", "north")).Field("active_power");

        await using SqlHistory reopened = Open();

        Assert.Equal(samples.Select(sample => sample.WithSeries(again)), await AllAsync(reopened, again));
        Assert.Equal(samples[^1].WithSeries(again), await reopened.ReadLatestAsync(again));
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task RandomSamples_InRandomOrder_AreReadInOrderTheLastOfEachTime(int mergeCount)
    {
        var random = new Random(7);
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);
        Series[] series = [.. Enumerable.Range(0, 5).Select(i => Registry.Group("m").Field("f" + i.ToString(CultureInfo.InvariantCulture)))];
        var expected = series.ToDictionary(one => one, _ => new SortedDictionary<long, Sample>());

        for (int batch = 0; batch < 20; batch++)
        {
            Sample[] samples = [.. Enumerable.Range(0, 200).Select(_ => At(series[random.Next(series.Length)], random.NextDouble(), Start + (random.Next(-3_000, 3_000) * 10 * Second)))];
            foreach (Sample sample in samples)
                expected[sample.Series][sample.SourceTimeNanoseconds] = sample;
            await StoreAsync(history, samples);
        }

        foreach (Series one in series)
        {
            Assert.Equal(expected[one].Values, await AllAsync(history, one));
            Assert.Equal(expected[one].Values.Last(), await history.ReadLatestAsync(one));
        }
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task LateSample_IsStoredInItsPlaceAndIsNotTheLatest(int mergeCount)
    {
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);

        await StoreAsync(history, At(Power, 1, Start), At(Power, 3, Start + (2 * Second)));
        await StoreAsync(history, At(Power, 2, Start + Second));

        Assert.Equal([1, 2, 3], Values(await AllAsync(history, Power)));
        Assert.Equal(3, (await history.ReadLatestAsync(Power))!.Value.AsDouble());
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task EqualTimes_TheLastOneWrittenWins(int mergeCount)
    {
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);

        await StoreAsync(history, At(Power, 1, Start), At(Power, 2, Start), At(Power, 9, Start + Second));
        await StoreAsync(history, At(Power, 3, Start), At(Power, 10, Start + Second));

        Assert.Equal([3, 10], Values(await AllAsync(history, Power)));
        Assert.Equal(10, (await history.ReadLatestAsync(Power))!.Value.AsDouble());
    }

    [Fact]
    public async Task EqualTimes_OfPackAndJournal_TheJournalWins()
    {
        await using (SqlHistory first = Open())
            await StoreAsync(first, At(Power, 1, Start), At(Power, 2, Start + Second));
        await using SqlHistory history = Open();

        await StoreAsync(history, At(Power, 7, Start));

        Assert.Equal([7, 2], Values(await AllAsync(history, Power)));
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task ReadAsync_Range_HoldsItsFirstInstantAndNotItsLast(int mergeCount)
    {
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);
        await StoreAsync(history, Ramp(Power, 10));

        Assert.Equal([2, 3, 4], Values(await history.ReadAsync(Power, Start + (2 * Second), Start + (5 * Second), 100)));
        Assert.Equal([2], Values(await history.ReadAsync(Power, Start + (2 * Second), Start + (2 * Second) + 1, 100)));
        Assert.Empty(await history.ReadAsync(Power, Start + (2 * Second) + 1, Start + (3 * Second), 100));
        Assert.Empty(await history.ReadAsync(Power, Start + (5 * Second), Start + (5 * Second), 100));
        Assert.Empty(await history.ReadAsync(Power, Start + (5 * Second), Start, 100));
        Assert.Equal([4, 5], Values(await history.ReadAsync(Power, Start + (4 * Second), long.MaxValue, 2)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await history.ReadAsync(Power, 0, 1, 0));
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task ReadBeforeAsync_GivesWhatHoldsWhenARangeBegins(int mergeCount)
    {
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);
        Assert.Null(await history.ReadBeforeAsync(Power, long.MaxValue));
        await StoreAsync(history, At(Power, 1, Start - (50 * Hour)), At(Power, 2, Start), Sample.WithoutValue(Power, Quality.NotConnected, Start + Second));
        await StoreAsync(history, At(Power, 4, Start + (2 * Second)));

        Assert.Null(await history.ReadBeforeAsync(Power, Start - (50 * Hour)));
        Assert.Null(await history.ReadBeforeAsync(Power, long.MinValue));
        Assert.Equal(1, (await history.ReadBeforeAsync(Power, Start - (50 * Hour) + 1))!.Value.AsDouble());
        Assert.Equal(1, (await history.ReadBeforeAsync(Power, Start))!.Value.AsDouble());
        Assert.Equal(2, (await history.ReadBeforeAsync(Power, Start + 1))!.Value.AsDouble());
        Assert.Equal(Quality.NotConnected, (await history.ReadBeforeAsync(Power, Start + (2 * Second)))!.Value.Quality);
        Assert.Equal(4, (await history.ReadBeforeAsync(Power, Start + (90 * Hour)))!.Value.AsDouble());
        Assert.Null(await history.ReadBeforeAsync(Registry.Group("nobody").Field("wrote"), long.MaxValue));
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task ReadBeforeAsync_OfRandomSamplesInRandomOrder_IsTheLastOfTheRangeBefore(int mergeCount)
    {
        const int Seed = 11;
        var random = new Random(Seed);
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);
        for (int batch = 0; batch < 10; batch++)
            await StoreAsync(history, [.. Enumerable.Range(0, 40).Select(_ => At(Power, random.NextDouble(), Start + (random.Next(-300, 300) * 100 * Second)))]);

        for (int i = 0; i < 100; i++)
        {
            long time = Start + (random.Next(-310, 310) * 100 * Second) + random.Next(2);
            IReadOnlyList<Sample> before = await history.ReadAsync(Power, long.MinValue, time, int.MaxValue);

            Assert.Equal(before.Count == 0 ? null : before[^1], await history.ReadBeforeAsync(Power, time));
        }
    }

    [Fact]
    public async Task ReadBeforeAsync_OfPackAndJournal_TheLaterOneStandsAndOfOneTimeTheJournals()
    {
        await using (SqlHistory first = Open())
            await StoreAsync(first, At(Power, 1, Start), At(Power, 2, Start + (2 * Second)), At(Power, 9, Start + (8 * Second)));
        await using SqlHistory history = Open();
        Series again = new SeriesRegistry().Group("feeder", ("bay", "3"), ("site", "north")).Field("active_power");

        await StoreAsync(history, At(Power, 11, Start + Second), At(Power, 12, Start + (2 * Second)), At(Power, 13, Start + (4 * Second)));

        Assert.Equal(11, (await history.ReadBeforeAsync(Power, Start + (2 * Second)))!.Value.AsDouble());
        Assert.Equal(12, (await history.ReadBeforeAsync(Power, Start + (3 * Second)))!.Value.AsDouble());
        Assert.Equal(At(again, 13, Start + (4 * Second)), await history.ReadBeforeAsync(again, Start + (5 * Second)));
        Assert.Equal(At(again, 9, Start + (8 * Second)), await history.ReadBeforeAsync(again, Start + (9 * Second)));
    }

    [Fact]
    public async Task ReadAsync_AcrossHoursAndTheJournal_IsInOrder()
    {
        Sample[] samples = Ramp(Power, 500, Start - (3 * Hour), 2 * Hour / 100);
        await using (SqlHistory first = Open())
            await StoreAsync(first, [.. samples.Where((_, i) => i % 3 != 0)]);
        await using SqlHistory history = Open();
        await StoreAsync(history, [.. samples.Where((_, i) => i % 3 == 0)]);

        Assert.Equal(samples, await AllAsync(history, Power));
        Assert.Equal(samples[100..150], await history.ReadAsync(Power, samples[100].SourceTimeNanoseconds, long.MaxValue, 50));
    }

    [Fact]
    public async Task ReadAsync_BeforeTheEpoch_IsInOrder()
    {
        await using SqlHistory history = Open(options => options.MergeCount = 1);
        await StoreAsync(history, Ramp(Power, 10, -5 * Hour, Hour));

        Assert.Equal(Ramp(Power, 10, -5 * Hour, Hour), await AllAsync(history, Power));
    }

    [Fact]
    public async Task ReadAsync_UnknownSeries_IsEmpty()
    {
        await using SqlHistory history = Open();

        Assert.Empty(await AllAsync(history, Power));
        Assert.Null(await history.ReadLatestAsync(Power));
    }

    [Theory]
    [MemberData(nameof(Merging))]
    public async Task ReadReducedAsync_KeepsSpikesAndOutages(int mergeCount)
    {
        await using SqlHistory history = Open(options => options.MergeCount = mergeCount);
        Sample[] samples = Ramp(Power, 7_200);
        samples[1_234] = At(Power, 1e9, samples[1_234].SourceTimeNanoseconds);
        samples[4_321] = At(Power, -1e9, samples[4_321].SourceTimeNanoseconds);
        samples[5_000] = Sample.WithoutValue(Power, Quality.NotConnected, samples[5_000].SourceTimeNanoseconds);
        await StoreAsync(history, samples);

        (IReadOnlyList<Sample> reduced, bool isReduced) = await history.ReadReducedAsync(Power, Start, Start + (7_200 * Second), 100);

        Assert.True(isReduced);
        Assert.InRange(reduced.Count, 90, 102);
        Assert.Contains(samples[1_234], reduced);
        Assert.Contains(samples[4_321], reduced);
        Assert.Contains(samples[5_000], reduced);
        Assert.Equal(samples[0], reduced[0]);
        Assert.Equal(samples[^1], reduced[^1]);
        Assert.Equal(reduced.OrderBy(sample => sample.SourceTimeNanoseconds), reduced);
    }

    [Fact]
    public async Task ReadReducedAsync_FewSamples_AreAllOfThem()
    {
        await using SqlHistory history = Open();
        await StoreAsync(history, Ramp(Power, 100));

        (IReadOnlyList<Sample> samples, bool reduced) = await history.ReadReducedAsync(Power, long.MinValue, long.MaxValue, 100);

        Assert.False(reduced);
        Assert.Equal(Ramp(Power, 100), samples);
    }

    [Fact]
    public async Task FlushAsync_WithoutClosing_IsInACopyOfTheFiles()
    {
        Sample[] samples = [.. EveryKind(Power)];
        await using SqlHistory history = Open();
        await StoreAsync(history, [.. samples.Take(5)]);
        await StoreAsync(history, [.. samples.Skip(5)]);
        history.Write(Ramp(Power, 3, Start + Hour)); // waits still: its age stands still with the time

        File.Copy(Database, PathOf("copy.db"));
        File.Copy(Database + "-wal", PathOf("copy.db-wal")); // what a killed process leaves
        await using SqlHistory copy = Open(path: PathOf("copy.db"));

        Assert.Equal(samples, await AllAsync(copy, Power));
        Assert.Equal(samples[^1], await copy.ReadLatestAsync(Power));
    }

    [Fact]
    public async Task Reopened_AfterACrash_GoesOnWhereTheJournalEnds()
    {
        await using (SqlHistory history = Open())
        {
            await StoreAsync(history, Ramp(Power, 10));
            File.Copy(Database, PathOf("copy.db"));
            File.Copy(Database + "-wal", PathOf("copy.db-wal"));
        }

        Series other = Registry.Group("other").Field("f");
        for (int start = 1; start <= 3; start++)
        {
            await using SqlHistory copy = Open(path: PathOf("copy.db"));
            await StoreAsync(copy, At(Power, -start, Start), At(other, start, Start + start));
        }

        await using SqlHistory last = Open(path: PathOf("copy.db"));
        Assert.Equal([-3, 1, 2, 3, 4, 5, 6, 7, 8, 9], Values(await AllAsync(last, Power)));
        Assert.Equal([1, 2, 3], Values(await AllAsync(last, other)));
        Assert.Equal(2, Query("SELECT COUNT(*) FROM busbar_series", PathOf("copy.db")));
    }

    [Fact]
    public async Task Series_AreReadableForPeople()
    {
        await using (SqlHistory history = Open())
            await StoreAsync(history, At(Power, 1, Start));

        Assert.Equal(1, Query("""SELECT COUNT(*) FROM busbar_series WHERE measurement = 'feeder' AND tags = '{"bay":"3","site":"north"}' AND field = 'active_power' AND unit = 'kW'"""));
    }

    [Fact]
    public async Task Write_QueueFull_TakesFewerAndCounts()
    {
        await using SqlHistory history = Open(options => (options.QueueCapacity, options.BatchCount) = (100, 100), PathOf("missing/plant.db"), fails: true);
        await Log.NextAsync(901);

        Assert.Equal(100, history.Write(Ramp(Power, 150)));
        Assert.Equal(0, history.Write(Ramp(Power, 1)));
        Assert.Equal(51, history.Refused);
        ValueTask<bool> wait = history.WaitToWriteAsync();
        Assert.False(wait.IsCompleted);

        await history.DisposeAsync();
        Assert.False(await wait);
        Assert.Equal(100, history.Lost);
    }

    [Fact]
    public async Task WaitToWriteAsync_RoomAgain_IsTrue()
    {
        await using SqlHistory history = Open(options => (options.QueueCapacity, options.BatchCount) = (100, 100));

        for (int i = 0; i < 5; i++)
        {
            Assert.True(await history.WaitToWriteAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.InRange(history.Write(Ramp(Power, 100)), 1, 100);
        }
    }

    [Fact]
    public async Task Health_UnwritablePath_SaysSoAndTheSamplesWait()
    {
        await using SqlHistory history = Open(path: PathOf("missing/plant.db"), fails: true);
        await Log.NextAsync(901);
        history.Write(Ramp(Power, 3));

        Assert.Equal(new SinkHealth(SinkState.Down, "plant.db cannot be opened: there is no such folder, or it may not be written; 3 samples waiting, next try in 1 s"), history.Health);
        var exception = await Assert.ThrowsAsync<HistoryUnavailableException>(async () => await AllAsync(history, Power));
        Assert.Equal("plant.db cannot be opened: there is no such folder, or it may not be written", exception.Message);

        Directory.CreateDirectory(PathOf("missing"));
        Time.Advance(TimeSpan.FromSeconds(1));
        await history.FlushAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(Ramp(Power, 3), await AllAsync(history, Power));
        Assert.Equal(SinkState.Ok, history.Health.State);
    }

    [Fact]
    public async Task Health_NotADatabase_SaysSo()
    {
        await File.WriteAllTextAsync(Database, new string('x', 4_096));

        await using SqlHistory history = Open(fails: true);
        await Log.NextAsync(901);

        Assert.StartsWith("plant.db is not a SQLite database;", history.Health.Detail, StringComparison.Ordinal);
        Assert.Equal(new string('x', 4_096), await File.ReadAllTextAsync(Database));
    }

    [Fact]
    public async Task Locked_ByAnotherProcess_IsTriedAgainAndLosesNothing()
    {
        await using SqlHistory history = Open(fails: true);
        await StoreAsync(history, At(Power, 0, Start));
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False");
        other.Open();
        using Microsoft.Data.Sqlite.SqliteTransaction transaction = other.BeginTransaction(); // immediate: holds the write lock

        history.Write([At(Power, 1, Start + Second)]);
        Task flush = history.FlushAsync().AsTask();
        await Log.NextAsync(901);
        Assert.Equal(SinkState.Degraded, history.Health.State);
        Assert.StartsWith("plant.db is locked by another process; 1 samples waiting", history.Health.Detail, StringComparison.Ordinal);
        Assert.Equal([0], Values(await AllAsync(history, Power)));

        transaction.Rollback();
        Time.Advance(TimeSpan.FromSeconds(1));
        await flush.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([0, 1], Values(await AllAsync(history, Power)));
    }

    [Fact]
    public async Task Merging_FailsAgainAndAgain_TheJournalStaysBoundedAndNothingIsLost()
    {
        await using SqlHistory history = Open(options => options.MergeCount = 1, fails: true);
        await history.ReadLatestAsync(Power); // it is open
        Query("CREATE TRIGGER broken BEFORE INSERT ON busbar_pack BEGIN SELECT RAISE(ABORT, 'no pack today'); END");

        for (int i = 0; i < 4; i++)
            await StoreAsync(history, At(Power, i, Start + i));
        Assert.Equal(SinkState.Degraded, history.Health.State);
        history.Write([At(Power, 4, Start + 4)]);
        Task flush = history.FlushAsync().AsTask();
        await Log.NextAsync(901);
        Assert.False(flush.IsCompleted);
        Assert.Equal(SinkState.Down, history.Health.State);
        Assert.Contains("no pack today", history.Health.Detail, StringComparison.Ordinal);

        Query("DROP TRIGGER broken");
        Time.Advance(TimeSpan.FromSeconds(1));
        await flush.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([0, 1, 2, 3, 4], Values(await AllAsync(history, Power)));
        Assert.Equal(SinkState.Ok, history.Health.State);
    }

    [Fact]
    public async Task ReadAndWrite_AtOnce_SeeEveryAcknowledgedSampleInOrder()
    {
        await using SqlHistory history = Open(options => options.MergeCount = 500);
        const int Batches = 100;
        int acknowledged = 0;

        Task writing = Task.Run(async () =>
        {
            for (int batch = 0; batch < Batches; batch++)
            {
                await StoreAsync(history, Ramp(Power, 100, Start + (batch * 100 * Second)));
                Volatile.Write(ref acknowledged, (batch + 1) * 100);
            }
        });
        do
        {
            int before = Volatile.Read(ref acknowledged);
            Sample[] samples = await AllAsync(history, Power);
            Assert.True(samples.Length >= before, $"{before} were acknowledged, {samples.Length} were read");
            Assert.Equal([.. Enumerable.Range(0, samples.Length).Select(i => Start + (i * Second))], samples.Select(sample => sample.SourceTimeNanoseconds));
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.Equal(Batches * 100, (await AllAsync(history, Power)).Length);
    }

    [Fact]
    public async Task Write_AllocatesNothing()
    {
        await using SqlHistory history = Open(options => (options.QueueCapacity, options.BatchCount) = (4_096, 4_096), PathOf("missing/plant.db"), fails: true);
        await Log.NextAsync(901); // the writer waits for its next try
        Sample[] one = Ramp(Power, 1);
        history.Write(Ramp(Power, 2_000));

        Assert.Equal(0, Allocations.OfThisThread(() => history.Write(one), operations: 1_000, warmup: 500));
        Assert.Equal(0, Allocations.OfThisThread(() => history.Write(one), operations: 2_000)); // full: refusing is free as well
    }

    [Fact]
    public async Task Write_SampleWithoutSeries_IsCountedAsLost()
    {
        await using SqlHistory history = Open();

        await StoreAsync(history, default, At(Power, 1, Start));

        Assert.Equal((1L, 1L), (history.Stored, history.Lost));
    }

    [Fact]
    public async Task DisposeAsync_StoresWhatWaits()
    {
        SqlHistory history = Open();
        history.Write(Ramp(Power, 10));
        await history.DisposeAsync();
        await history.DisposeAsync();

        Assert.Equal(0, history.Write(Ramp(Power, 1)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await AllAsync(history, Power));
        await using SqlHistory reopened = Open();
        Assert.Equal(Ramp(Power, 10), await AllAsync(reopened, Power));
        Assert.Equal(0, Query("SELECT COUNT(*) FROM busbar_journal"));
    }

    private static IEnumerable<Sample> EveryKind(Series series)
    {
        long time = Start;
        foreach (double value in (double[])[0, -0.0, 41.7, Math.PI, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_1234)])
            yield return At(series, value, time += 1_234_567);
        foreach (float value in (float[])[0, 41.7f, 41.7f, float.NaN, float.MaxValue, BitConverter.UInt32BitsToSingle(0xFFC0_0001)])
            yield return Sample.Received(series, SampleKind.Single, BitConverter.SingleToUInt32Bits(value), time += 1);
        foreach (long value in (long[])[0, 1, -1, long.MinValue, long.MaxValue])
            yield return Sample.Received(series, SampleKind.Int64, (ulong)value, time += Second);
        yield return Sample.Received(series, SampleKind.UInt64, ulong.MaxValue, time += Second);
        yield return Sample.Received(series, SampleKind.Boolean, 1, time += Second, Quality.Substituted, Cause.Spontaneous);
        yield return Sample.Received(series, SampleKind.Boolean, 0, time += Second, (Quality)0xFFFF, Cause.CounterInterrogated);
        time = (time / 100 * 100) + 100;
        foreach (string value in (string[])["", "text", "grün \0 😀\n\"'", new string('x', 100_000)])
            yield return new Sample(series, value, UnixTime.FromNanoseconds(time += 100), Quality.Blocked).WithCause(Cause.Interrogated);
        yield return Sample.WithoutValue(series, Quality.NotConnected, time += Second);
        foreach (TimeFlags flags in (TimeFlags[])[TimeFlags.SourceTime, TimeFlags.SourceTime | TimeFlags.Invalid, TimeFlags.Substituted, TimeFlags.Backfill | TimeFlags.SourceTime])
            yield return At(series, 1, time += Second).WithTimeFlags(flags).ReceivedAt(time + 5_000_000);
        yield return At(series, 2, time += Second).ReceivedAt(time - 7_000);
        yield return At(series, 2, time += Second).ReceivedAt(long.MaxValue);
        yield return At(series, 2, time += Second).ReceivedAt(0);
    }
}
