using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Modbus;

/// <summary>How a server behaves. Copied and checked when the server is made.</summary>
public sealed record ModbusServerOptions
{
    /// <summary>Timers count milliseconds in 32 bits, which ends after 24.8 days.</summary>
    internal static readonly TimeSpan LongestTime = TimeSpan.FromDays(24);

    /// <summary>How requests are framed. Default <see cref="ModbusFraming.Tcp"/>.</summary>
    public ModbusFraming Framing { get; set; }

    /// <summary>What RTU and ASCII need to know of their line.</summary>
    public SerialLineOptions SerialLine { get; set; } = new();

    /// <summary>What becomes of a request to a unit that was not added. On a serial line it is never answered, unless the only unit serves it.</summary>
    public UnknownUnitPolicy UnknownUnit { get; set; }

    /// <summary>How many connections each listener may have open; the next is closed at once. At least 1, default 100.</summary>
    public int MaxConnections { get; set; } = 100;

    /// <summary>After how long without a request a connection is closed, a serial line never; <see cref="Timeout.InfiniteTimeSpan"/> for never. Greater than zero, at most 24 days, default 10 minutes.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a request may take to arrive once its first octet has. Greater than zero, at most 24 days, default 10 s.</summary>
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Octets of answers that may wait for a client that does not take them before it is closed. At least 1,024, default 1 MiB.</summary>
    public int MaxPendingOutput { get; set; } = 1024 * 1024;

    /// <summary>How long a handler of <see cref="ModbusUnit.OnWrite(Action{ModbusChange})"/> may take before a warning names it, again when it takes twice as long. Greater than zero, default 100 ms.</summary>
    public TimeSpan SlowHandler { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Requests of one connection that may be under way to one client of <see cref="ModbusServer.Route"/>; the next gets
    /// <see cref="ModbusExceptionCode.ServerDeviceBusy"/>. 1 to 1,000, default 16.
    /// </summary>
    public int MaxForwarded { get; set; } = 16;

    /// <summary>
    /// Says of each request whether its client may make it; who may not gets <see cref="ModbusExceptionCode.IllegalFunction"/>, as Modbus/TCP Security
    /// wants it. <see cref="ModbusRoleRules.Allows"/> goes by the role in the client's certificate. Null, the default, for everybody and everything.
    /// </summary>
    public ModbusAuthorizer? Authorize { get; set; }

    /// <summary>
    /// Whether clients are refused what would silence a unit for all (function 8, sub-function 4), with <see cref="ModbusExceptionCode.IllegalFunction"/>.
    /// Meant for servers that clients reach over networks, where no line is to be freed of a unit. Default false.
    /// </summary>
    public bool RefuseListenOnlyMode { get; set; }

    /// <summary>The clock of all timers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where closings and what clients do wrong are said.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal ModbusServerOptions Validated()
    {
        if (!Enum.IsDefined(UnknownUnit))
            throw new ArgumentOutOfRangeException(nameof(UnknownUnit), UnknownUnit, "There is no such policy.");
        if (!Enum.IsDefined(Framing))
            throw new ArgumentOutOfRangeException(nameof(Framing), Framing, "There is no such framing.");
        ArgumentNullException.ThrowIfNull(SerialLine);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        if (IdleTimeout != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleTimeout, LongestTime);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FrameTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FrameTimeout, LongestTime);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SlowHandler, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingOutput, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxForwarded, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxForwarded, 1_000);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Logger);
        return this with { SerialLine = SerialLine.Validated() };
    }
}
