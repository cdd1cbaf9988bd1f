namespace Busbar.Architecture.Tests.Namespaces;

/// <summary>Who needs whom, with one example for each pair.</summary>
internal sealed class DependencyGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _needs = new(StringComparer.Ordinal);

    public IEnumerable<(string From, string To)> Pairs => _needs.SelectMany(from => from.Value.Keys.Select(to => (from.Key, to)));

    public void Add(string from, string to, string because)
    {
        if (string.Equals(from, to, StringComparison.Ordinal))
            return;
        if (!_needs.TryGetValue(from, out SortedDictionary<string, string>? targets))
            _needs.Add(from, targets = new(StringComparer.Ordinal));
        targets.TryAdd(to, because);
    }

    /// <summary>The shortest cycle as text, each step with its example; null when there is none.</summary>
    public string? FindCycle()
    {
        List<string>? shortest = null;
        foreach (string start in _needs.Keys)
        {
            if (WayBackTo(start) is { } cycle && (shortest is null || cycle.Count < shortest.Count))
                shortest = cycle;
        }

        return shortest is null ? null : Describe(shortest);
    }

    // Breadth first, so that the first way back is a shortest one.
    private List<string>? WayBackTo(string start)
    {
        var reachedFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out string? current))
        {
            if (!_needs.TryGetValue(current, out SortedDictionary<string, string>? targets))
                continue;
            foreach (string next in targets.Keys)
            {
                if (string.Equals(next, start, StringComparison.Ordinal))
                    return Way(start, current, reachedFrom);
                if (reachedFrom.TryAdd(next, current))
                    open.Enqueue(next);
            }
        }

        return null;
    }

    private static List<string> Way(string start, string last, Dictionary<string, string> reachedFrom)
    {
        List<string> way = [start];
        for (string step = last; !string.Equals(step, start, StringComparison.Ordinal); step = reachedFrom[step])
            way.Insert(1, step);
        way.Add(start);
        return way;
    }

    private string Describe(List<string> way) =>
        string.Join(" -> ", way) + Environment.NewLine + string.Join(
            Environment.NewLine,
            way.Zip(way.Skip(1), (from, to) => $"  {from} needs {to}: {_needs[from][to]}"));
}
