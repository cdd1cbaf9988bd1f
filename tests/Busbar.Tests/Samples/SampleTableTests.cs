using Busbar.Testing;

namespace Busbar.Tests.Samples;

public sealed class SampleTableTests
{
    private readonly SeriesRegistry _registry = new();
    private readonly SampleTable _table;
    private readonly Sample[] _changed = new Sample[8];

    public SampleTableTests() => _table = new SampleTable(_registry);

    private Series Field(string name) => _registry.Group("m").Field(name);

    private static Sample At(Series series, double value, int second) => new(series, value, DateTimeOffset.UnixEpoch.AddSeconds(second));

    [Fact]
    public void Write_TheLastOneStands_WhateverItsTime()
    {
        _table.Write([At(Field("a"), 1, 10), At(Field("a"), 2, 5)]);

        Assert.True(_table.TryGet(Field("a"), out Sample sample));
        Assert.Equal(2, sample.AsDouble());
    }

    [Fact]
    public void Write_Backfill_NeverReplacesALiveValue()
    {
        _table.Write([At(Field("a"), 1, 10)]);
        _table.Write([At(Field("a"), 2, 11).WithTimeFlags(TimeFlags.SourceTime | TimeFlags.Backfill)]);

        _table.TryGet(Field("a"), out Sample sample);
        Assert.Equal(1, sample.AsDouble());
    }

    [Fact]
    public void CopyChangedSince_GivesOnlyWhatChanged()
    {
        _table.Write([At(Field("a"), 1, 1), At(Field("b"), 1, 1)]);
        long version = _table.Version;
        _table.Write([At(Field("b"), 2, 2)]);

        int from = 0;
        int count = _table.CopyChangedSince(version, ref from, _changed);

        Assert.Equal(-1, from);
        Assert.Equal([2.0], _changed[..count].Select(sample => sample.AsDouble()));
    }

    [Fact]
    public void CopyChangedSince_IntoASmallDestination_GoesOnWhereItStopped()
    {
        for (int i = 0; i < 20; i++)
            _table.Write([At(Field($"f{i}"), i, 1)]);

        var seen = new List<double>();
        int from = 0;
        do
        {
            int count = _table.CopyChangedSince(0, ref from, _changed);
            seen.AddRange(_changed[..count].Select(sample => sample.AsDouble()));
        }
        while (from >= 0);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (double)i), seen);
    }

    [Fact]
    public void Write_OfAnotherRegistry_IsNotTakenAndCounted()
    {
        Series foreign = new SeriesRegistry().Group("m").Field("a");

        Assert.Equal(1, _table.Write([At(Field("a"), 1, 1), At(foreign, 2, 1)]));
        Assert.Equal(1, _table.Foreign);
    }

    [Fact]
    public void Write_OfASampleWithoutASeries_IsNotTakenAndCounted()
    {
        Assert.Equal(1, _table.Write([default, At(Field("a"), 1, 1)]));
        Assert.Equal(1, _table.Foreign);
    }

    [Fact]
    public async Task Read_WhileItIsWritten_NeverSeesHalfOfASample()
    {
        Series series = Field("a");
        _table.Write([At(series, 0, 0)]);
        using var stop = new CancellationTokenSource();
        Task writing = Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
                _table.Write([At(series, i % 1_000_000, i % 1_000_000)]);
        });

        for (int i = 0; i < 200_000; i++)
        {
            _table.TryGet(series, out Sample sample);
            Assert.Equal(sample.AsDouble() * 1e9, sample.SourceTimeNanoseconds);
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public void Write_AllocatesNothing()
    {
        Sample[] batch = [At(Field("a"), 1, 1), At(Field("b"), 1, 1)];

        Assert.Equal(0, Allocations.OfThisThread(() => _table.Write(batch)));
    }
}
