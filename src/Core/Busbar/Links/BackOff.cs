namespace Busbar.Links;

/// <summary>The delays between attempts.</summary>
internal struct BackOff(ReconnectOptions options)
{
    private TimeSpan _next = options.InitialDelay;

    /// <summary>The delay after one more failure.</summary>
    public TimeSpan Next()
    {
        TimeSpan delay = _next;
        _next = _next >= options.MaximumDelay / 2 ? options.MaximumDelay : Max(_next * 2, TimeSpan.FromMilliseconds(1));
        return delay * (1 - (options.Jitter * Random.Shared.NextDouble()));
    }

    /// <summary>An attempt succeeded.</summary>
    public void Reset() => _next = options.InitialDelay;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
