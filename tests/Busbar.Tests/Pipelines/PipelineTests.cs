using Busbar.Testing;

namespace Busbar.Tests.Pipelines;

public sealed class PipelineTests
{
    private readonly SeriesRegistry _registry = new();
    private readonly Collector _sink = new();

    private Series Power => _registry.Group("m").Field("power");

    private Sample At(double value, double second, Quality quality = Quality.Good) =>
        new(Power, value, DateTimeOffset.UnixEpoch.AddSeconds(second), quality);

    private async Task<double[]> Through(PipelineBuilder builder)
    {
        await using Pipeline pipeline = builder.To(_sink);
        await pipeline.RunAsync();
        return [.. _sink.Samples.Select(sample => sample.TryGetDouble(out double value) ? value : double.NaN)];
    }

    [Fact]
    public async Task Deadband_KeepsBackWhatDiffersTooLittle()
    {
        double[] passed = await Through(Pipeline.From(new Given(At(1, 0), At(1.5, 1), At(2, 2), At(1.5, 3), At(1.4, 4))).Deadband(0.5));

        Assert.Equal([1, 2, 1.4], passed);
    }

    [Fact]
    public async Task Deadband_LetsAChangeOfQualityThrough()
    {
        double[] passed = await Through(Pipeline.From(new Given(At(1, 0), At(1, 1, Quality.Invalid), At(1, 2, Quality.Invalid), At(1, 3))).Deadband(0.5));

        Assert.Equal([1, 1, 1], passed);
    }

    [Fact]
    public async Task Deadband_AfterTheLongestSilence_RepeatsASteadyValue()
    {
        double[] passed = await Through(Pipeline.From(new Given(At(1, 0), At(1, 5), At(1, 10), At(1, 15))).Deadband(0.5, TimeSpan.FromSeconds(10)));

        Assert.Equal([1, 1], passed);
    }

    [Fact]
    public async Task Scale_AppliesFactorAndOffset()
    {
        double[] passed = await Through(Pipeline.From(new Given(At(1, 0))).Scale(2, 10));

        Assert.Equal([12.0], passed);
    }

    [Fact]
    public async Task RateLimit_LetsOneThroughEachPeriod()
    {
        double[] passed = await Through(Pipeline.From(new Given(At(1, 0), At(2, 0.4), At(3, 0.9), At(4, 1))).RateLimit(TimeSpan.FromSeconds(1)));

        Assert.Equal([1.0, 4], passed);
    }

    [Fact]
    public async Task Deadband_SaysHowLongASteadyValueMayBeSilent()
    {
        Power.Metadata = new SeriesMetadata { ExpectedPeriod = TimeSpan.FromSeconds(1) };
        await Through(Pipeline.From(new Given(At(1, 0))).Deadband(0.5, TimeSpan.FromSeconds(10)));
        TimeSpan? bounded = Power.Metadata.ExpectedPeriod;
        await Through(Pipeline.From(new Given(At(1, 0))).Deadband(0.5));
        TimeSpan? unbounded = Power.Metadata.ExpectedPeriod;

        Assert.Equal(TimeSpan.FromSeconds(10), bounded);
        Assert.Null(unbounded);
    }

    [Theory]
    [InlineData(1, 5, 5)]
    [InlineData(10, 5, 10)]
    [InlineData(null, 5, null)]
    public async Task RateLimit_SaysHowFarApartSamplesAreToBeExpected(int? before, int limit, int? after)
    {
        Power.Metadata = new SeriesMetadata { ExpectedPeriod = before is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

        await Through(Pipeline.From(new Given(At(1, 0))).RateLimit(TimeSpan.FromSeconds(limit)));

        Assert.Equal(after is { } expected ? TimeSpan.FromSeconds(expected) : null, Power.Metadata.ExpectedPeriod);
    }

    [Fact]
    public async Task Rename_PutsSamplesUnderAnotherSeries()
    {
        Series other = _registry.Group("other").Field("power");

        await Through(Pipeline.From(new Given(At(1, 0), At(2, 1))).Rename(_ => other));

        Assert.All(_sink.Samples, sample => Assert.Same(other, sample.Series));
    }

    [Fact]
    public async Task Sink_ThatTakesLessOrThrows_IsCountedAndHarmsNoOther()
    {
        var full = new Collector { Capacity = 1 };
        var broken = new Collector { Throws = true };
        await using Pipeline pipeline = Pipeline.From(new Given(At(1, 0), At(2, 1), At(3, 2))).To(full, broken, _sink);

        await pipeline.RunAsync();

        Assert.Equal((1, 2, 0), (pipeline.Sinks[0].Accepted, pipeline.Sinks[0].Rejected, pipeline.Sinks[0].Faults));
        Assert.Equal((0, 3, 1), (pipeline.Sinks[1].Accepted, pipeline.Sinks[1].Rejected, pipeline.Sinks[1].Faults));
        Assert.Equal(3, _sink.Samples.Count);
    }

    [Fact]
    public async Task Run_AtItsEnd_FlushesSinks_AndDisposesSourcesOnly()
    {
        var source = new Given(At(1, 0));
        Pipeline pipeline = Pipeline.From(source).To(_sink);
        await pipeline.RunAsync();
        await pipeline.DisposeAsync();

        Assert.Equal(1, _sink.Flushes);
        Assert.True(source.Disposed);
    }

    [Fact]
    public async Task Run_Cancelled_EndsInOrder()
    {
        using var stop = new CancellationTokenSource();
        await using Pipeline pipeline = Pipeline.From(new Endless()).To(_sink);
        Task run = pipeline.RunAsync(stop.Token);

        await stop.CancelAsync();

        await run;
        Assert.Equal(1, _sink.Flushes);
    }

    [Fact]
    public async Task Run_WhenASourceFails_EndsTheOthersAndThrowsItsException()
    {
        await using Pipeline pipeline = Pipeline.From(new Endless(), new Failing()).To(_sink);

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.RunAsync());

        Assert.Equal("on purpose", thrown.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_WhenASourceEndsByACancellationOfItsOwn_EndsTheOthers()
    {
        await using Pipeline pipeline = Pipeline.From(new Endless(), new Ending(_ => Task.FromCanceled(new CancellationToken(canceled: true)))).To(_sink);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.RunAsync());
    }

    [Fact]
    public async Task Run_WhenASourceFails_StillFlushesEverySink()
    {
        var broken = new Collector { ThrowsOnFlush = true };
        await using Pipeline pipeline = Pipeline.From(new Ending(_ => Task.FromException(new InvalidOperationException("on purpose")))).To(broken, _sink);

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.RunAsync());

        Assert.Equal("on purpose", thrown.Message);
        Assert.Equal(1, _sink.Flushes);
    }

    [Fact]
    public async Task Run_Cancelled_WaitsForASinkThatCannotDeliver_NoLongerThanToldTo()
    {
        var time = new ManualTimeProvider();
        var stuck = new Collector { FlushesNever = true };
        using var stopping = new CancellationTokenSource();
        await using Pipeline pipeline = Pipeline.From(new Endless()).FlushWithin(TimeSpan.FromSeconds(2), time).To(stuck, _sink);
        Task run = pipeline.RunAsync(stopping.Token);

        await stopping.CancelAsync();
        await time.NextTimerAsync(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));
        await run;

        Assert.Equal(1, _sink.Flushes);
    }

    [Fact]
    public async Task Run_WhenASinkCannotFlush_FlushesTheOthersAndThrows()
    {
        await using Pipeline pipeline = Pipeline.From(new Given()).To(new Collector { ThrowsOnFlush = true }, _sink);

        await Assert.ThrowsAsync<IOException>(() => pipeline.RunAsync());

        Assert.Equal(1, _sink.Flushes);
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposal_WhileItRuns_EndsTheRunBeforeItDisposesTheSources()
    {
        var running = new TaskCompletionSource();
        bool disposed = false;
        bool disposedWhileRunning = false;
        Pipeline pipeline = Pipeline.From(new Ending(
            async token =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                disposedWhileRunning = disposed;
            },
            () => disposed = true)).To(_sink);
        Task run = pipeline.RunAsync();
        await running.Task;

        await pipeline.DisposeAsync();

        await run;
        Assert.True(disposed);
        Assert.False(disposedWhileRunning);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.RunAsync());
        await pipeline.DisposeAsync();
    }

    [Fact]
    public async Task Disposal_OfASourceThatThrows_StillDisposesTheOthers()
    {
        bool disposed = false;
        Pipeline pipeline = Pipeline.From(
            new Ending(_ => Task.CompletedTask, () => throw new IOException("on purpose")),
            new Ending(_ => Task.CompletedTask, () => disposed = true)).To(_sink);

        await Assert.ThrowsAsync<IOException>(async () => await pipeline.DisposeAsync());

        Assert.True(disposed);
    }

    [Fact]
    public async Task Stage_ThatThrows_LosesThatSampleAloneAndIsCounted()
    {
        await using Pipeline pipeline = Pipeline.From(new Given(At(1, 0), At(2, 1), At(3, 2)))
            .Where(sample => sample.AsDouble() == 2 ? throw new FormatException("on purpose") : true)
            .To(_sink);

        await pipeline.RunAsync();

        Assert.Equal([1.0, 3], _sink.Samples.Select(sample => sample.AsDouble()));
        Assert.Equal(1, pipeline.StageFaults);
        Assert.IsType<FormatException>(pipeline.LastStageFault);
    }

    [Fact]
    public void Stages_AllocateNothing()
    {
        var hub = new Hub<Sample>();
        ISink<Sample> sink = new DeadbandStage(0.1, Timeout.InfiniteTimeSpan).Before(new ScaleStage(2, 0).Before(hub));
        Sample[] batch = [At(1, 0), At(2, 1), At(3, 2)];

        Assert.Equal(0, Allocations.OfThisThread(() => sink.Write(batch)));
    }

    private sealed class Given(params Sample[] samples) : ISource<Sample>
    {
        public bool Disposed { get; private set; }

        public Task RunAsync(ISink<Sample> sink, CancellationToken cancellationToken)
        {
            sink.Write(samples);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            Disposed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Ending(Func<CancellationToken, Task> run, Action? dispose = null) : ISource<Sample>
    {
        public Task RunAsync(ISink<Sample> sink, CancellationToken cancellationToken) => run(cancellationToken);

        public ValueTask DisposeAsync()
        {
            dispose?.Invoke();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Endless : ISource<Sample>
    {
        public Task RunAsync(ISink<Sample> sink, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Failing : ISource<Sample>
    {
        public Task RunAsync(ISink<Sample> sink, CancellationToken cancellationToken) => Task.FromException(new InvalidOperationException("on purpose"));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Collector : ISink<Sample>
    {
        public List<Sample> Samples { get; } = [];

        public int Capacity { get; init; } = int.MaxValue;

        public bool Throws { get; init; }

        public bool ThrowsOnFlush { get; init; }

        public bool FlushesNever { get; init; }

        public int Flushes { get; private set; }

        public int Write(ReadOnlySpan<Sample> items)
        {
            if (Throws)
                throw new InvalidOperationException("on purpose");
            int taken = Math.Min(items.Length, Capacity - Samples.Count);
            Samples.AddRange(items[..taken]);
            return taken;
        }

        public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken) => new(true);

        public ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            if (ThrowsOnFlush)
                throw new IOException("on purpose");
            Flushes++;
            return FlushesNever ? new ValueTask(Task.Delay(Timeout.Infinite, CancellationToken.None)) : ValueTask.CompletedTask;
        }
    }
}
