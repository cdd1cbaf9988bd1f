namespace Busbar.Serial;

/// <summary>How RTS steers the driver of a two-wire RS-485 line. Copied and checked with the <see cref="SerialOptions"/> it belongs to.</summary>
public sealed record Rs485Options
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(100); // the kernel's own bound

    /// <summary>Who does it; the port's driver unless told otherwise.</summary>
    public Rs485Control Control { get; set; } = Rs485Control.Driver;

    /// <summary>Whether RTS is set while sending and cleared while receiving, as nearly all adapters want it; false for the reverse. Default true.</summary>
    public bool RtsOnSend { get; set; } = true;

    /// <summary>How long RTS stands before the first bit; zero to 100 ms, whole milliseconds, default zero.</summary>
    public TimeSpan DelayBeforeSend { get; set; }

    /// <summary>How long RTS stands after the last bit; zero to 100 ms, whole milliseconds, default zero.</summary>
    public TimeSpan DelayAfterSend { get; set; }

    /// <summary>Whether the receiver stays on while sending, so that what is sent comes back. Default false.</summary>
    public bool ReceiveWhileSending { get; set; }

    internal Rs485Options Validated()
    {
        if (Control > Rs485Control.Process)
            throw new ArgumentOutOfRangeException(nameof(Control), Control, "There is no such control.");
        Check(DelayBeforeSend, nameof(DelayBeforeSend));
        Check(DelayAfterSend, nameof(DelayAfterSend));
        return this with { };
    }

    private static void Check(TimeSpan delay, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay, name);
    }
}
