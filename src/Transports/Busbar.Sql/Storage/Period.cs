namespace Busbar.Sql;

/// <summary>The hour of UTC that a pack belongs to: a pack never spans two, so that a range of time is a range of the primary key, and forgetting is by the hour.</summary>
internal static class Period
{
    public const long Length = 3_600L * 1_000_000_000; // nanoseconds

    public static long Of(long time) => time / Length - (time % Length < 0 ? 1 : 0);
}
