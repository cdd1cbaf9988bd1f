namespace Busbar.Links;

/// <summary>What every server has, whatever its protocol. Copied and checked when the server is made.</summary>
public sealed record LinkServerOptions
{
    /// <summary>The options of each accepted link.</summary>
    public LinkOptions Link { get; set; } = new();

    /// <summary>How many connections may be open; the next is closed at once. At least 1, default 1,000.</summary>
    public int MaxConnections { get; set; } = 1_000;

    /// <summary>How long a connection may take to open (a TLS handshake). Greater than zero, at most 24 days, default 10 s.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal LinkServerOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Link);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        TimeRange.Check(OpenTimeout, shortest: TimeSpan.FromTicks(1));
        return this with { Link = Link.Validated() };
    }
}
