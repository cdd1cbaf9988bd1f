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

    /// <summary>How often a read is repeated when its answer did not come or its link closed. 0 to 10, default 1.</summary>
    public int ReadRetries { get; set; } = 1;

    /// <summary>
    /// How often a write of coils or holding registers (functions 5, 6, 15 and 16) is repeated when its answer did not come or its link
    /// closed: it may then be executed twice, perhaps after somebody else's. No other write is ever repeated. 0 to 10, default 0.
    /// </summary>
    public int WriteRetries { get; set; }

    /// <summary>
    /// For gateways that give back transaction identifiers of their own: with TCP, takes whatever comes for the answer to the one request
    /// that is outstanding, checked for unit, function and length. A request that is not answered in time, or answered with what is no
    /// answer, then closes the connection, so that no late answer reaches another caller. Needs a <see cref="MaxInFlight"/> of 1. Default false.
    /// </summary>
    public bool RelaxedTransactionIds { get; set; }

    /// <summary>
    /// With TCP, whether unit 0 is all units behind a gateway, which do not answer: a write to it is done once it is sent, and nothing
    /// can be read from it. Default false: most servers take it for themselves and answer. On serial lines it always is.
    /// </summary>
    public bool BroadcastToUnitZero { get; set; }

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

    /// <summary>Whether a unit identifier is that of all units, which do not answer.</summary>
    internal bool IsBroadcast(int unit) => unit == RtuCodec.BroadcastUnit && (Framing != ModbusFraming.Tcp || BroadcastToUnitZero);

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
        ThrowIfOutside(WriteRetries, 0, 10, nameof(WriteRetries));
        if (RelaxedTransactionIds && MaxInFlight != 1)
            throw new ArgumentOutOfRangeException(nameof(MaxInFlight), MaxInFlight, "With relaxed transaction identifiers one request may be in flight.");
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
