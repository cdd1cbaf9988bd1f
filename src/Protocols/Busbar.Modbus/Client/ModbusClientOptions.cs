using Busbar.Links;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Modbus;

/// <summary>How a client behaves. Copied and checked when the client is made.</summary>
public sealed record ModbusClientOptions
{
    /// <summary>How requests are framed. Default <see cref="ModbusFraming.Tcp"/>.</summary>
    public ModbusFraming Framing { get; set; }

    /// <summary>What RTU and ASCII need to know of their line.</summary>
    public SerialLineOptions SerialLine { get; set; } = new();

    /// <summary>How long an answer may take, counted from the sending. Greater than zero, at most 24 days, default 1 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Requests sent and not yet answered; one that is cancelled counts until it is answered or times out. Servers do not say what they bear and many devices break above 1; those that pipeline
    /// usually bear 16. 1 to 256, default 1; with RTU and ASCII always 1.
    /// </summary>
    public int MaxInFlight { get; set; } = 1;

    /// <summary>Requests that may wait behind those, or for the connection; the next fails with <see cref="ModbusQueueFullException"/>. 0 to 1,000,000, default 1,024.</summary>
    public int MaxQueued { get; set; } = 1_024;

    /// <summary>How often a read is repeated when its answer did not come or its link closed; writes are never repeated. 0 to 10, default 1.</summary>
    public int ReadRetries { get; set; } = 1;

    /// <summary>
    /// After how many time-outs in a row, with nothing received between them, the connection is given up and made anew: a peer that
    /// vanished is noticed by nothing else for minutes. 0 for never; at most 1,000, default 3.
    /// </summary>
    public int CloseAfterTimeouts { get; set; } = 3;

    /// <summary>How the connection is made and made again.</summary>
    public ReconnectOptions Reconnect { get; set; } = new();

    /// <summary>The clock of all timers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where connects, closings and what the peer does wrong are said.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal ModbusClientOptions Validated()
    {
        if (!Enum.IsDefined(Framing))
            throw new ArgumentOutOfRangeException(nameof(Framing), Framing, "There is no such framing.");
        ArgumentNullException.ThrowIfNull(SerialLine);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ResponseTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ResponseTimeout, ModbusServerOptions.LongestTime);
        ThrowIfOutside(MaxInFlight, 1, 256, nameof(MaxInFlight));
        ThrowIfOutside(MaxQueued, 0, 1_000_000, nameof(MaxQueued));
        ThrowIfOutside(ReadRetries, 0, 10, nameof(ReadRetries));
        ThrowIfOutside(CloseAfterTimeouts, 0, 1_000, nameof(CloseAfterTimeouts));
        ArgumentNullException.ThrowIfNull(Reconnect);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Logger);
        return this with { SerialLine = SerialLine.Validated() };
    }

    private static void ThrowIfOutside(int value, int lowest, int highest, string name)
    {
        if (value < lowest || value > highest)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {lowest} to {highest}.");
    }
}
