using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Links;

/// <summary>What every link has, whatever its protocol. Copied and checked when the link is made.</summary>
public sealed record LinkOptions
{
    /// <summary>The clock of all timers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where closings and slow handlers are named. What it throws is dropped.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Octets that may wait unsent before the link closes with <see cref="CloseKind.LimitExceeded"/>. At least 1,024, default 4 MiB.</summary>
    public int MaxPendingOutput { get; set; } = 4 * 1024 * 1024;

    /// <summary>Octets that may wait for the rest of their frame before the link closes with <see cref="CloseKind.LimitExceeded"/>. At least 256, default 1 MiB.</summary>
    public int MaxPendingInput { get; set; } = 1024 * 1024;

    /// <summary>How long the peer may take nothing of what is being sent before the link closes. Greater than zero, at most 24 days, default 10 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the session may take over one read before a warning names the link, again when it takes twice as long. Greater than zero, default 100 ms.</summary>
    public TimeSpan SlowReceive { get; set; } = TimeSpan.FromMilliseconds(100);

    internal LinkOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Logger);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingOutput, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingInput, 256);
        TimeRange.Check(SendTimeout, shortest: TimeSpan.FromTicks(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SlowReceive, TimeSpan.Zero);
        return this with { Logger = GuardedLogger.Of(Logger) };
    }
}
