namespace Busbar.Links;

/// <summary>How a client comes back: each failed attempt doubles the delay before the next, up to a maximum, with jitter. Copied and checked when the client is made.</summary>
public sealed record ReconnectOptions
{
    /// <summary>How long one attempt may take. Greater than zero, at most 24 days, default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The delay after the first failed attempt. Zero or more, default 0.25 s.</summary>
    public TimeSpan InitialDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest delay. At least <see cref="InitialDelay"/>, at most 24 days, default 5 s.</summary>
    public TimeSpan MaximumDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The share of a delay that chance may take off, so that many clients do not come back at one instant. 0 to 1, default 0.3.</summary>
    public double Jitter { get; set; } = 0.3;

    internal ReconnectOptions Validated()
    {
        TimeRange.Check(ConnectTimeout, shortest: TimeSpan.FromTicks(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(InitialDelay, TimeSpan.Zero);
        TimeRange.Check(MaximumDelay, shortest: InitialDelay);
        if (Jitter is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Jitter), Jitter, "The jitter must be 0 to 1.");
        return this with { };
    }
}
