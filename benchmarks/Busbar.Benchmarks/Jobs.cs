using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Busbar.Benchmarks;

/// <summary>How benchmarks run: measured in processes of their own, or each once in this process to see that they work.</summary>
internal static class Jobs
{
    /// <summary>Enough iterations for a median that a busy neighbour does not move. A job named on the command line replaces it.</summary>
    public static IConfig Measured() => Common().AddJob(Default().AsDefault());

    /// <summary>The same in processor time, for a machine that others use as well.</summary>
    public static IConfig MeasuredInProcessorTime() => Common().AddJob(Default().WithClock(new ProcessorClock()).AsDefault());

    /// <summary>Each benchmark once; its times mean nothing.</summary>
    public static IConfig Dry() => Common().AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance));

    private static Job Default() => Job.Default
        .WithLaunchCount(1)
        .WithWarmupCount(5)
        .WithIterationCount(15)
        .WithIterationTime(TimeInterval.FromMilliseconds(150))
        .WithArguments([new MsBuildArgument("/p:RunAnalyzers=false")]); // the build of this project has analysed it already

    private static ManualConfig Common() => ManualConfig.Create(DefaultConfig.Instance)
        .WithBuildTimeout(TimeSpan.FromMinutes(10)) // 2 are too few on a busy machine
        .AddColumn(StatisticColumn.Median)
        .HideColumns("Error", "StdDev", "RatioSD", "Alloc Ratio");
}
