using Busbar.Testing;

namespace Busbar.Tests.Samples;

public sealed class SeriesTests
{
    private readonly SeriesRegistry _registry = new();

    [Fact]
    public void Group_SameNameAndTagsInAnyOrder_IsTheSameObject() =>
        Assert.Same(_registry.Group("feeder", ("site", "north"), ("bay", "3")), _registry.Group("feeder", ("bay", "3"), ("site", "north")));

    [Fact]
    public void Series_HasNameAndTopicByTheOneRule()
    {
        Series series = _registry.Group("feeder", ("site", "no/rth"), ("bay", "3")).Field("active_power");

        Assert.Equal("feeder.active_power{bay=3,site=no/rth}", series.Name);
        Assert.Equal("feeder/3/no%2Frth/active_power", series.Topic);
    }

    [Theory]
    [InlineData("50%", "50%25")]
    [InlineData("a+b#c/d", "a%2Bb%23c%2Fd")]
    [InlineData("plain", "plain")]
    public void EscapeLevel_EscapesWhatMeansSomething(string level, string expected) => Assert.Equal(expected, SeriesNaming.EscapeLevel(level));

    [Fact]
    public void Field_BeyondTheLimit_IsRefusedByName()
    {
        var registry = new SeriesRegistry(limit: 2);
        SeriesGroup group = registry.Group("m");
        group.Field("a");
        group.Field("b");

        SeriesLimitException refusal = Assert.Throws<SeriesLimitException>(() => group.Field("c"));

        Assert.Equal("m.c", refusal.SeriesName);
        Assert.Same(group.Field("a"), group.Field("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    public void Names_EmptyOrWithControlCharacters_AreRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => _registry.Group(name));
        Assert.Throws<ArgumentException>(() => _registry.Group("m", (name, "v")));
        Assert.Throws<ArgumentException>(() => _registry.Group("m", ("k", name)));
        Assert.Throws<ArgumentException>(() => _registry.Group("m").Field(name));
    }

    [Fact]
    public void Group_KeyTwice_IsRefused() => Assert.Throws<ArgumentException>(() => _registry.Group("m", ("k", "1"), ("k", "2")));

    [Fact]
    public void Slot_HoldsWhatItsSinkPutThere()
    {
        Series series = _registry.Group("m").Field("f");
        var slot = new Slot<string>();
        var other = new Slot<string>();

        Assert.Null(series.Get(slot));
        Assert.Equal("first", series.GetOrSet(slot, "first"));
        Assert.Equal("first", series.GetOrSet(slot, "second"));
        Assert.Null(series.Get(other));
    }

    [Fact]
    public async Task Series_MadeByManyThreadsAtOnce_AreInternedAndIndexedDensely()
    {
        Series[][] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 2_000).Select(i => _registry.Group("m", ("n", $"{i % 50}")).Field($"f{i / 50}")).ToArray())));

        for (int i = 0; i < made[0].Length; i++)
            Assert.All(made, series => Assert.Same(made[0][i], series[i]));
        Assert.Equal(2_000, _registry.Count);
        Assert.Equal(Enumerable.Range(0, 2_000), _registry.Snapshot().ToArray().Select(series => series.Index));
    }

    [Fact]
    public void Metadata_Replaced_IsAnnounced()
    {
        Series series = _registry.Group("m").Field("f");
        Series? announced = null;
        _registry.MetadataChanged += changed => announced = changed;

        series.Metadata = series.Metadata with { Unit = "V" };

        Assert.Same(series, announced);
    }

    [Fact]
    public void Get_FromASlot_AllocatesNothing()
    {
        Series series = _registry.Group("m").Field("f");
        var slot = new Slot<string>();
        series.Set(slot, "x");

        Assert.Equal(0, Allocations.OfThisThread(() => series.Get(slot)));
    }

    [Fact]
    public void Slots_AreSetThoughSomebodyLocksTheSeries()
    {
        Series series = new SeriesRegistry().Group("m").Field("a");
        var slot = new Slot<string>();
        var setting = new Thread(() => series.Set(slot, "encoded"));

#pragma warning disable CA2002, IDE0330 // what users may do with an object of theirs
        lock (series)
        {
            setting.Start();
            Assert.True(setting.Join(TimeSpan.FromSeconds(60)));
        }
#pragma warning restore CA2002, IDE0330

        Assert.Equal("encoded", series.Get(slot));
    }
}
