namespace Busbar.AspNetCore;

/// <summary>How pages are served by <c>MapEcho</c>. Copied and checked where it is given.</summary>
public sealed record EchoOptions
{
    /// <summary>Frames of samples are sent to a page at most this often; 1 ms to 1 minute, default 100 ms.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>After so long without a frame one is sent to show that the link lives; 10 ms to 10 minutes, default 5 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one frame may take to leave; a page that reads nothing for so long is cut off. 100 ms to 10 minutes, default 10 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a page may take to answer a close; 10 ms to 1 minute, default 2 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many pages may be connected; at least 1, default 1,000. Others are answered 503.</summary>
    public int MaxConnections { get; set; } = 1000;

    /// <summary>
    /// The longest message from a page in octets; 128 to 16 MiB, default 128 KiB, in which a <c>watch</c> of 10,000 series of up to
    /// eleven digits fits.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 128 * 1024;

    /// <summary>
    /// How many octets of samples may wait for a page; at least 1 KiB, default 16 MiB. Of each series one sample waits at most, so that
    /// only very many or very long texts reach it; the page is then closed, because it would miss values that do not change again.
    /// </summary>
    public long MaxQueuedBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Origins that pages may come from besides the server's own, as <c>https://example.org</c>; <c>*</c> allows all. None unless told
    /// otherwise. Clients that send no Origin are no pages and are let in.
    /// </summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    internal EchoOptions Validated()
    {
        EchoOptions copy = this with { AllowedOrigins = [.. AllowedOrigins] };
        Check(copy.Period, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), nameof(Period));
        Check(copy.Heartbeat, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10), nameof(Heartbeat));
        Check(copy.SendTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(SendTimeout));
        Check(copy.CloseTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), nameof(CloseTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(copy.MaxConnections, 1, nameof(MaxConnections));
        ArgumentOutOfRangeException.ThrowIfLessThan(copy.MaxMessageBytes, 128, nameof(MaxMessageBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copy.MaxMessageBytes, 16 * 1024 * 1024, nameof(MaxMessageBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(copy.MaxQueuedBytes, 1024, nameof(MaxQueuedBytes));
        return copy;
    }

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan greatest, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, greatest, name);
    }
}
