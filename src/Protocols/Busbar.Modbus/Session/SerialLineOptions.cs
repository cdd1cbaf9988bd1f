namespace Busbar.Modbus;

/// <summary>What RTU and ASCII need to know of their line. Copied and checked with the options they belong to.</summary>
public sealed record SerialLineOptions
{
    private const double CharactersOfSilence = 3.5; // MODBUS over Serial Line V1.02 §2.5.1.1

    private static readonly TimeSpan LeastSilence = TimeSpan.FromMilliseconds(1.75); // the same above 19,200 baud
    private static readonly TimeSpan SilenceOfNetworks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SilenceOfAscii = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After how long without an octet what is not whole will never be. Greater than zero, at most 24 days; null for 1 s with ASCII, and
    /// with RTU for 3.5 characters but at least 1.75 ms, or 50 ms where the connection knows no characters.
    /// </summary>
    public TimeSpan? Silence { get; set; }

    /// <summary>
    /// A client's: how long the line must be quiet after an answer that did not come, or was none, before the next request leaves. An
    /// answer that comes later still cannot be told from the next one's. Zero or greater, at most 24 days; null for the response time-out.
    /// </summary>
    public TimeSpan? DrainTime { get; set; }

    /// <summary>A client's: how long units have to execute a request to all of them before the next leaves. Zero or greater, at most 24 days, default 200 ms.</summary>
    public TimeSpan TurnaroundDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether the line gives back what is sent, as two-wire RS-485 may: exactly those octets are then dropped. Default false.</summary>
    public bool Echo { get; set; }

    /// <summary>The character behind CR that ends an ASCII frame, where diagnostics (function 8, sub-function 3) have changed it. Default LF.</summary>
    public byte AsciiDelimiter { get; set; } = AsciiCodec.DefaultDelimiter;

    internal TimeSpan SilenceOf(ModbusFraming framing, TimeSpan? characterTime)
    {
        if (Silence is { } given)
            return given;
        if (framing == ModbusFraming.Ascii)
            return SilenceOfAscii;
        return characterTime is not { } time ? SilenceOfNetworks : time * CharactersOfSilence is var silence && silence > LeastSilence ? silence : LeastSilence;
    }

    internal SerialLineOptions Validated()
    {
        if (Silence is { } silence)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(silence, TimeSpan.Zero, nameof(Silence));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(silence, ModbusServerOptions.LongestTime, nameof(Silence));
        }

        ThrowIfOutside(DrainTime ?? TimeSpan.Zero, nameof(DrainTime));
        ThrowIfOutside(TurnaroundDelay, nameof(TurnaroundDelay));
        return this with { };
    }

    private static void ThrowIfOutside(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, ModbusServerOptions.LongestTime, name);
    }
}
