namespace Busbar.Influx;

/// <summary>What became of samples that were written as line protocol.</summary>
/// <param name="Lines">Points written, one a line.</param>
/// <param name="Fields">Fields written, those of qualities included.</param>
/// <param name="Rejected">
/// Values that line protocol cannot carry and that were left out: NaN, infinities, in version 1 unsigned integers above 2⁶³ − 1, and
/// samples without a series.
/// </param>
public readonly record struct LineProtocolResult(int Lines, int Fields, int Rejected);
