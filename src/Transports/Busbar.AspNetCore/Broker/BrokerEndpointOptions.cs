namespace Busbar.AspNetCore;

/// <summary>Who may connect to a broker by <c>MapBroker</c>, and how many. Copied and checked where it is given.</summary>
public sealed record BrokerEndpointOptions
{
    /// <summary>How many connections there may be, streams and polls included; at least 1, default 10,000. Others are answered 503.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long a poll may wait for something to tell; 100 ms to 10 minutes, default 1 minute. A client that asks for longer gets that.</summary>
    public TimeSpan MaxPollWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Origins that pages may come from besides the server's own, as <c>https://example.org</c>; <c>*</c> allows all. None unless told
    /// otherwise. Clients that send no Origin are no pages and are let in.
    /// </summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    internal BrokerEndpointOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1, nameof(MaxConnections));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPollWait, TimeSpan.FromMilliseconds(100), nameof(MaxPollWait));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPollWait, TimeSpan.FromMinutes(10), nameof(MaxPollWait));
        ArgumentNullException.ThrowIfNull(AllowedOrigins, nameof(AllowedOrigins));
        return this with { AllowedOrigins = [.. AllowedOrigins] };
    }
}
