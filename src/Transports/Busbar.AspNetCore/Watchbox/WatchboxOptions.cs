namespace Busbar.AspNetCore;

/// <summary>How pages of Watchbox are served; the first four mean what they mean there. Copied and checked where it is given.</summary>
public sealed record WatchboxOptions
{
    /// <summary>A client that asks nothing for longer is removed, with all that waits for it; 100 ms to 1 day, default 10 s. Looked at each half second.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages may wait for a client in each group; at least 1, default 50.</summary>
    public int ListLimit { get; set; } = 50;

    /// <summary>How long a message waits; 1 ms to 1 day, default 50 s.</summary>
    public TimeSpan Ttl { get; set; } = TimeSpan.FromSeconds(50);

    /// <summary>What is logged: 0 nothing, 1 errors, 2 also who comes, joins and goes, 3 each message; default 2.</summary>
    public int LoggingLevel { get; set; } = 2;

    /// <summary>Whether clients may write lines to the server's log; default true. They are told 24 otherwise, and stop.</summary>
    public bool ClientLogging { get; set; } = true;

    /// <summary>What becomes of a message for a full queue.</summary>
    public WatchboxDropPolicy DropPolicy { get; set; } = WatchboxDropPolicy.DropNewest;

    /// <summary>How many groups a client may be in; at least 1, default 256.</summary>
    public int MaxGroups { get; set; } = 256;

    /// <summary>
    /// Origins that pages may come from besides the server's own, as <c>https://example.org</c>; <c>*</c> allows all. None unless told otherwise.
    /// </summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    internal WatchboxOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, TimeSpan.FromMilliseconds(100), nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Timeout, TimeSpan.FromDays(1), nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ListLimit, 1, nameof(ListLimit));
        ArgumentOutOfRangeException.ThrowIfLessThan(Ttl, TimeSpan.FromMilliseconds(1), nameof(Ttl));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Ttl, TimeSpan.FromDays(1), nameof(Ttl));
        ArgumentOutOfRangeException.ThrowIfLessThan(LoggingLevel, 0, nameof(LoggingLevel));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LoggingLevel, 3, nameof(LoggingLevel));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)DropPolicy, (int)WatchboxDropPolicy.DropOldest, nameof(DropPolicy));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxGroups, 1, nameof(MaxGroups));
        ArgumentNullException.ThrowIfNull(AllowedOrigins, nameof(AllowedOrigins));
        return this with { AllowedOrigins = [.. AllowedOrigins] };
    }
}
