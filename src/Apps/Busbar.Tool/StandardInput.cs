using System.Runtime.CompilerServices;

namespace Busbar.Tool;

/// <summary>Where commands that convert take their lines from.</summary>
internal static class StandardInput
{
    /// <summary>The lines up to its end, without those that are empty, each with its number from 1.</summary>
    public static async IAsyncEnumerable<(int Number, string Line)> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(Console.OpenStandardInput());
        for (int number = 1; ; number++)
        {
            // A read of a terminal or a pipe cannot be cancelled; who ends the command does not wait for it.
            ValueTask<string?> read = reader.ReadLineAsync(cancellationToken);
            if ((read.IsCompleted ? await read : await read.AsTask().WaitAsync(cancellationToken)) is not { } line)
                yield break;
            if (!string.IsNullOrWhiteSpace(line))
                yield return (number, line);
        }
    }
}
