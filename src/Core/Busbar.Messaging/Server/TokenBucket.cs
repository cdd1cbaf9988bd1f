namespace Busbar.Messaging;

/// <summary>How much may still be said: fills evenly, holds a burst. A mutable struct: keep it in a field that is not readonly.</summary>
/// <param name="ratePerTick">Tokens that a tick of the clock brings.</param>
/// <param name="capacity">Tokens it holds.</param>
/// <param name="now">The clock's ticks.</param>
internal struct TokenBucket(double ratePerTick, int capacity, long now)
{
    private double _tokens = capacity;
    private long _filledAt = now;

    public bool TryTake(long now)
    {
        _tokens = Math.Min(capacity, _tokens + ((now - _filledAt) * ratePerTick));
        _filledAt = now;
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }
}
