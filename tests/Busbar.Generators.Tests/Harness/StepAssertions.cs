using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Tests.Harness;

/// <summary>What an edit made of a generator's steps.</summary>
internal static class StepAssertions
{
    /// <summary>Every output of the named step, and of every file's step, was taken from before.</summary>
    public static void NothingIsDoneAgain(GeneratorRun run, string step)
    {
        Assert.NotEmpty(Outputs(run, step));
        Assert.All(Outputs(run, step), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} is {reason}."));
        Assert.All(Files(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    /// <summary>How many files were written anew.</summary>
    public static int FilesWritten(GeneratorRun run) => Files(run).Count(reason => reason is not IncrementalStepRunReason.Cached);

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRun run, string step) =>
        run.Result.TrackedSteps[step].SelectMany(one => one.Outputs).Select(output => output.Reason);

    private static IEnumerable<IncrementalStepRunReason> Files(GeneratorRun run) =>
        run.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(one => one.Outputs).Select(output => output.Reason);
}
