namespace Busbar.Tool;

/// <summary>Standard output cannot be written.</summary>
internal sealed class OutputException(string reason) : Exception($"Standard output cannot be written: {reason.TrimEnd('.')}.")
{
    /// <summary>Whoever read it has seen enough, as <c>head</c> has after its lines: an end, and no failure.</summary>
    public bool ReaderIsGone { get; init; }
}
