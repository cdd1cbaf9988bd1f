using System.Runtime.CompilerServices;

namespace Busbar.Links;

/// <summary>The range of times that timers can count.</summary>
internal static class TimeRange
{
    /// <summary>Timers count milliseconds in 32 bits, which ends after 24.8 days; and a time added to the clock must not wrap.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    public static void Check(TimeSpan time, TimeSpan shortest, [CallerArgumentExpression(nameof(time))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, shortest, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, name);
    }
}
