using System.Collections.Immutable;

namespace Busbar;

/// <summary>Sources and stages on the way to a <see cref="Pipeline"/>. Immutable: each step gives a new builder.</summary>
public sealed class PipelineBuilder
{
    private static readonly TimeSpan DefaultFlushTimeout = TimeSpan.FromSeconds(5);

    private readonly ImmutableArray<ISource<Sample>> _sources;
    private readonly ImmutableArray<Func<IStage<Sample>>> _stages;

    internal PipelineBuilder(ImmutableArray<ISource<Sample>> sources, ImmutableArray<Func<IStage<Sample>>> stages)
    {
        _sources = sources;
        _stages = stages;
    }

    private TimeSpan FlushTimeout { get; init; } = DefaultFlushTimeout;

    private TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Keeps numbers back that differ by no more than <paramref name="band"/> from the last one let through. A change of quality always passes.</summary>
    /// <param name="band">In the series' own unit; 0 or more.</param>
    /// <param name="longestSilence">A steady value passes again after this long; infinite unless given. It becomes the series' <see cref="SeriesMetadata.ExpectedPeriod"/>, or none when infinite.</param>
    public PipelineBuilder Deadband(double band, TimeSpan? longestSilence = null)
    {
        if (band is not >= 0)
            throw new ArgumentOutOfRangeException(nameof(band), band, "The band must be 0 or more.");
        return With(() => new DeadbandStage(band, longestSilence ?? Timeout.InfiniteTimeSpan));
    }

    /// <summary>Makes numbers into raw × <paramref name="factor"/> + <paramref name="offset"/>.</summary>
    public PipelineBuilder Scale(double factor, double offset = 0) => With(() => new ScaleStage(factor, offset));

    /// <summary>Puts samples under the series that <paramref name="rename"/> gives; asked once for each series.</summary>
    public PipelineBuilder Rename(Func<Series, Series> rename)
    {
        ArgumentNullException.ThrowIfNull(rename);
        return With(() => new RenameStage(rename));
    }

    /// <summary>Lets at most one sample of a series through in each period of source time. A change of quality always passes.</summary>
    /// <param name="period">Greater than zero. It becomes the <see cref="SeriesMetadata.ExpectedPeriod"/> of series that expect a shorter one.</param>
    public PipelineBuilder RateLimit(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        return With(() => new RateLimitStage(period));
    }

    /// <summary>Lets through what <paramref name="wanted"/> says true to.</summary>
    public PipelineBuilder Where(Predicate<Sample> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return With(() => new FilterStage(wanted));
    }

    /// <summary>Adds a stage; <paramref name="createStage"/> is called once for each source, because a stage belongs to one thread.</summary>
    public PipelineBuilder With(Func<IStage<Sample>> createStage)
    {
        ArgumentNullException.ThrowIfNull(createStage);
        return new PipelineBuilder(_sources, _stages.Add(createStage)) { FlushTimeout = FlushTimeout, Time = Time };
    }

    /// <summary>How long a pipeline that is cancelled, disposed or failed waits for its sinks to flush; 5 s unless given. What a sink has not delivered by then is left to the sink's owner.</summary>
    /// <param name="timeout">Zero or more.</param>
    /// <param name="timeProvider">The clock it is measured by; the system's unless given.</param>
    public PipelineBuilder FlushWithin(TimeSpan timeout, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return new PipelineBuilder(_sources, _stages) { FlushTimeout = timeout, Time = timeProvider ?? TimeProvider.System };
    }

    /// <summary>Ends the description: every sample goes to every sink, in this order.</summary>
    public Pipeline To(params ReadOnlySpan<ISink<Sample>> sinks) => new(_sources, _stages, [.. sinks], FlushTimeout, Time);
}
