namespace Busbar.AspNetCore;

/// <summary>What <c>MapTelemetryApi</c> can tell besides the feed. Each is asked per request, on any thread; copied where it is given.</summary>
public sealed record TelemetryApiOptions
{
    /// <summary>What <c>/api/history</c> asks; without it that address answers 404.</summary>
    public IHistory? History { get; set; }

    /// <summary>The devices there are; none unless told.</summary>
    public Func<IReadOnlyList<IDevice>> Devices { get; set; } = static () => [];

    /// <summary>The sinks there are and how they do; none unless told.</summary>
    public Func<IReadOnlyList<SinkStatus>> Sinks { get; set; } = static () => [];

    /// <summary>How many pages are connected, as <see cref="EchoEndpoint.Clients"/> says; 0 unless told.</summary>
    public Func<int> Clients { get; set; } = static () => 0;

    /// <summary>The version to show; that of Busbar when null.</summary>
    public string? Version { get; set; }

    /// <summary>How many points one answer of history may hold; 2 to 1,000,000, default 20,000.</summary>
    public int MaxPoints { get; set; } = 20_000;

    internal TelemetryApiOptions Validated()
    {
        TelemetryApiOptions copy = this with { };
        ArgumentNullException.ThrowIfNull(copy.Devices, nameof(Devices));
        ArgumentNullException.ThrowIfNull(copy.Sinks, nameof(Sinks));
        ArgumentNullException.ThrowIfNull(copy.Clients, nameof(Clients));
        ArgumentOutOfRangeException.ThrowIfLessThan(copy.MaxPoints, 2, nameof(MaxPoints));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copy.MaxPoints, 1_000_000, nameof(MaxPoints));
        return copy;
    }
}
