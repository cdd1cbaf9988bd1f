using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Busbar.Benchmarks.Shapes;

namespace Busbar.Benchmarks;

internal static class Program
{
    private static readonly string[] Questions = ["--list", "--help", "-h", "--info", "--version"];

    /// <returns>0 when something ran and all of it succeeded; BenchmarkDotNet itself ends with 0 when a benchmark throws.</returns>
    public static int Main(string[] arguments)
    {
        if (arguments is ["--shapes", .. string[] words])
            return ShapeReport.Print(Console.Out, words) ? 0 : 1;

        bool dry = arguments.Contains("--dry", StringComparer.Ordinal);
        bool processorTime = arguments.Contains("--cpu", StringComparer.Ordinal);
        IConfig config = dry ? Jobs.Dry() : processorTime ? Jobs.MeasuredInProcessorTime() : Jobs.Measured();
        string[] rest = [.. arguments.Where(argument => argument is not "--dry" and not "--cpu")];

        if (dry && rest.Length == 0)
            ShapeReport.RunOnce();
        Summary[] summaries = dry && rest.Length == 0
            ? BenchmarkRunner.Run(typeof(Program).Assembly, config)
            : [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest, config)];

        if (summaries.Length == 0)
            return arguments.Intersect(Questions, StringComparer.Ordinal).Any() ? 0 : 1;
        return summaries.All(Succeeded) ? 0 : 1;
    }

    private static bool Succeeded(Summary summary)
    {
        foreach (BenchmarkReport failed in summary.Reports.Where(report => !report.Success))
            Console.Error.WriteLine($"Failed: {failed.BenchmarkCase.DisplayInfo}");
        return !summary.HasCriticalValidationErrors && summary.Reports.Length > 0
            && summary.Reports.Length == summary.BenchmarksCases.Length && summary.Reports.All(report => report.Success);
    }
}
