namespace Busbar;

/// <summary>Questions asked of a <see cref="Quality"/>.</summary>
public static class QualityExtensions
{
    private const Quality Unusable = Quality.Invalid | Quality.NotTopical | Quality.NotConnected | Quality.NoValueYet | Quality.Overflow;
    private const Quality Remarks = Quality.Carry | Quality.Adjusted | Quality.Transient;

    private static readonly (Quality Flag, string Words)[] Words =
    [
        (Quality.NotConnected, "not connected"), (Quality.NoValueYet, "no value yet"), (Quality.Invalid, "invalid"),
        (Quality.NotTopical, "not topical"), (Quality.Substituted, "substituted"), (Quality.Blocked, "blocked"),
        (Quality.ElapsedTimeInvalid, "elapsed time invalid"), (Quality.Overflow, "overflow"), (Quality.Uncertain, "uncertain"),
        (Quality.LowLimited, "low limited"), (Quality.HighLimited, "high limited"), (Quality.Transient, "transient"),
        (Quality.Carry, "carry"), (Quality.Adjusted, "adjusted"),
    ];

    /// <summary>Nothing speaks against the value: no flag, or only remarks (carry, adjusted, transient).</summary>
    public static bool IsGood(this Quality quality) => (quality & ~Remarks) == 0;

    /// <summary>The value may be calculated with: it is not invalid, not topical, overflowed, cut off or missing.</summary>
    public static bool IsUsable(this Quality quality) => (quality & Unusable) == 0;

    /// <summary>The flags in the field's words, the gravest first: <c>not connected, not topical</c>; <c>good</c> when there is none.</summary>
    public static string Describe(this Quality quality) =>
        quality == Quality.Good
            ? "good"
            : string.Join(", ", Words.Where(row => (quality & row.Flag) != 0).Select(row => row.Words).DefaultIfEmpty($"0x{(ushort)quality:X4}"));
}
