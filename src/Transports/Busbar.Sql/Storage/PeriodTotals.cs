namespace Busbar.Sql;

/// <summary>What each hour holds, as the table has it: the ground for forgetting. For the writer.</summary>
internal sealed class PeriodTotals
{
    private readonly SortedDictionary<long, (long Samples, long Octets)> _totals = [];

    public bool Contains(long period) => _totals.ContainsKey(period);

    public (long Samples, long Octets) this[long period] => _totals.GetValueOrDefault(period);

    public void Set(long period, long samples, long octets) => _totals[period] = (samples, octets);

    public void RemoveUpTo(long period)
    {
        foreach (long old in _totals.Keys.TakeWhile(key => key <= period).ToArray())
            _totals.Remove(old);
    }

    /// <summary>The last hour to forget, or null when nothing is too old or too much. The current hour of the samples is never forgotten for being too much.</summary>
    public long? LastToForget(SqlHistoryOptions options, long now)
    {
        long? last = null;
        if (options.RetainFor is { } age && _totals.Count > 0)
        {
            long oldest = now - (age.Ticks >= long.MaxValue / 100 ? long.MaxValue : age.Ticks * 100);
            long before = Period.Of(oldest) - 1; // whole hours that ended before that time
            if (_totals.First().Key <= before)
                last = before;
        }

        long samples = _totals.Values.Sum(static total => total.Samples);
        long octets = _totals.Values.Sum(static total => total.Octets);
        int left = _totals.Count;
        foreach ((long period, (long Samples, long Octets) total) in _totals)
        {
            bool tooMuch = samples > options.RetainCount || octets > options.RetainBytes;
            if (left-- == 1 || !(tooMuch || period <= last))
                break;
            last = Math.Max(last ?? period, period);
            samples -= total.Samples;
            octets -= total.Octets;
        }

        return last;
    }
}
