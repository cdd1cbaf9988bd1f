namespace Busbar.Packaging.Tests.Builds;

/// <summary>What a command said and how it ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>All warnings and errors in the output.</summary>
    public IReadOnlyList<BuildDiagnostic> Diagnostics { get; } = BuildDiagnostic.Parse(Output);

    /// <summary>Fails with everything that the command said, unless it ended well.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, ToString());
        return this;
    }

    public override string ToString() => $"{Command}\nended with {ExitCode} and said:\n{Output}";
}
