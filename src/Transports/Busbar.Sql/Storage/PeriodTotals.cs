namespace Busbar.Sql;

/// <summary>What each hour holds, as the table has it, and of the last one what each merge brought: the ground for forgetting. For the writer.</summary>
internal sealed class PeriodTotals
{
    private readonly SortedDictionary<long, Total> _totals = [];
    private readonly List<(long First, long Last, Total Total)> _merges = []; // of the last hour, since it was loaded
    private long _last = long.MinValue;

    public bool Contains(long period) => _totals.ContainsKey(period);

    public Total this[long period] => _totals.GetValueOrDefault(period);

    /// <summary>As it was found in the table.</summary>
    public void Load(long period, Total total)
    {
        _totals[period] = total;
        if (period <= _last)
            return;
        _last = period;
        _merges.Clear();
    }

    /// <summary>A merge brought that much, in packs of those numbers.</summary>
    public void Add(long period, Total total, long first, long last)
    {
        _totals[period] = this[period] + total;
        if (period > _last)
        {
            _last = period;
            _merges.Clear();
        }

        if (period == _last)
            _merges.Add((first, last, total));
    }

    /// <summary>It was forgotten.</summary>
    public void Remove(Forgetting forgotten)
    {
        if (forgotten.Sequence is { } sequence)
        {
            _totals[forgotten.Period] = Left(forgotten);
            _merges.RemoveAll(merge => merge.Last <= sequence);
            return;
        }

        foreach (long old in _totals.Keys.TakeWhile(key => key <= forgotten.Period).ToArray())
            _totals.Remove(old);
    }

    /// <summary>Nothing is known any more.</summary>
    public void Clear()
    {
        _totals.Clear();
        _merges.Clear();
        _last = long.MinValue;
    }

    /// <summary>What an hour will hold when the first of its packs are forgotten.</summary>
    public Total Left(Forgetting forgetting)
    {
        Total kept = default;
        foreach ((_, long last, Total total) in _merges)
        {
            if (last > forgetting.Sequence)
                kept += total;
        }

        return kept;
    }

    /// <summary>
    /// What to forget, or null when nothing is too old or too much. Of the last hour, when that alone is too much, the merges that came
    /// first; the last merge never.
    /// </summary>
    public Forgetting? Next(SqlHistoryOptions options, long now)
    {
        long? last = null;
        if (options.RetainFor is { } age && _totals.Count > 0)
        {
            long oldest = now - (age.Ticks >= long.MaxValue / 100 ? long.MaxValue : age.Ticks * 100);
            long before = Period.Of(oldest) - 1; // whole hours that ended before that time
            if (_totals.First().Key <= before)
                last = before;
        }

        Total all = _totals.Values.Aggregate(default(Total), static (sum, total) => sum + total);
        int left = _totals.Count;
        foreach ((long period, Total total) in _totals)
        {
            if (left-- == 1 || !(all.IsTooMuch(options) || period <= last))
                break;
            last = Math.Max(last ?? period, period);
            all -= total;
        }

        if (last is { } hour)
            return new Forgetting(hour, null);
        return all.IsTooMuch(options) ? NextOfLastHour(options, all) : null;
    }

    private Forgetting? NextOfLastHour(SqlHistoryOptions options, Total all)
    {
        long? until = null;
        Total before = all - _merges.Aggregate(default(Total), static (sum, merge) => sum + merge.Total); // of an earlier run: older than all of these
        all -= before;
        if (before.Samples > 0 && _merges.Count > 0)
            until = _merges[0].First - 1;
        for (int i = 0; i < _merges.Count - 1 && all.IsTooMuch(options); i++)
        {
            until = _merges[i].Last;
            all -= _merges[i].Total;
        }

        return until is null ? null : new Forgetting(_last, until);
    }
}
