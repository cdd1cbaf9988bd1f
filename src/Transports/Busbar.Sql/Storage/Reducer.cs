namespace Busbar.Sql;

/// <summary>
/// Reduces a range to equal spans, each of which keeps its least and its greatest usable value and the first sample without one. The
/// last sample before spans without any stays too, for it holds until they end: a breaker that opened and closed again within one span
/// is closed afterwards. Told the samples in ascending time; the memory it needs is that of the result.
/// </summary>
internal sealed class Reducer
{
    private readonly long _from;
    private readonly UInt128 _range;
    private readonly int _spans;
    private readonly List<Sample> _result = [];
    private int _span = -1;
    private Sample? _least;
    private Sample? _greatest;
    private Sample? _unusable;
    private Sample _last;
    private double _low;
    private double _high;

    public Reducer(long from, long to, int spans)
    {
        _from = from;
        _range = (UInt128)unchecked((ulong)to - (ulong)from);
        _spans = spans;
    }

    public void Add(in Sample sample)
    {
        int span = (int)((UInt128)unchecked((ulong)sample.SourceTimeNanoseconds - (ulong)_from) * (UInt128)_spans / _range);
        if (span != _span)
        {
            End(holds: span > _span + 1);
            _span = span;
        }

        _last = sample;

        if (!sample.Quality.IsUsable() || !sample.TryGetDouble(out double value) || double.IsNaN(value))
        {
            _unusable ??= sample;
            return;
        }

        if (_least is null || value < _low)
        {
            _least = sample;
            _low = value;
        }

        if (_greatest is null || value > _high)
        {
            _greatest = sample;
            _high = value;
        }
    }

    public List<Sample> Finish()
    {
        End(holds: true);
        return _result;
    }

    private void End(bool holds)
    {
        if (_span < 0)
            return;
        int start = _result.Count;
        if (_least is { } least)
            _result.Add(least);
        if (_greatest is { } greatest && greatest.SourceTimeNanoseconds != _least!.Value.SourceTimeNanoseconds)
            _result.Add(greatest);
        if (_unusable is { } unusable)
            _result.Add(unusable);
        if (holds && _result.FindIndex(start, kept => kept.SourceTimeNanoseconds == _last.SourceTimeNanoseconds) < 0)
            _result.Add(_last);
        _result.Sort(start, _result.Count - start, Comparer<Sample>.Create(static (left, right) => left.SourceTimeNanoseconds.CompareTo(right.SourceTimeNanoseconds)));
        _least = _greatest = _unusable = null;
    }
}
