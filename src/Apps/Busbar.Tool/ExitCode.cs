namespace Busbar.Tool;

/// <summary>The command's exit codes; part of its contract with scripts.</summary>
internal static class ExitCode
{
    /// <summary>It did what was asked.</summary>
    public const int Done = 0;

    /// <summary>The peer or the function answered with an error.</summary>
    public const int AnsweredWithError = 1;

    /// <summary>Wrong usage or input.</summary>
    public const int WrongUsage = 2;

    /// <summary>No connection, or time ran out.</summary>
    public const int NoConnection = 3;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
