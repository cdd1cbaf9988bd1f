using System.Text;

namespace Busbar.Generators.Parsing;

/// <summary>A filter with named levels, taken apart: <c>plant/{bay}/power</c> is the filter <c>plant/+/power</c> with <c>bay</c> as level 1.</summary>
internal sealed class EventTopic
{
    private EventTopic(string filter, IReadOnlyDictionary<string, int> levels, string problem)
    {
        Filter = filter;
        Levels = levels;
        Problem = problem;
    }

    /// <summary>As brokers have it.</summary>
    public string Filter { get; }

    /// <summary>The number of each named level, by its name.</summary>
    public IReadOnlyDictionary<string, int> Levels { get; }

    /// <summary>Why it is no filter, as the end of a sentence; empty when it is one.</summary>
    public string Problem { get; }

    public static EventTopic Parse(string text)
    {
        var filter = new StringBuilder();
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] parts = text.Split('/');
        string problem = text.Length == 0 ? "it is empty" : text.Any(char.IsControl) ? "it holds a control character" : "";
        for (int i = 0; i < parts.Length && problem.Length == 0; i++)
        {
            string level = parts[i];
            bool isNamed = level.Length > 1 && level[0] == '{' && level[level.Length - 1] == '}';
            string name = isNamed ? level.Substring(1, level.Length - 2) : "";
            problem = ProblemOf(level, isNamed, name, i == parts.Length - 1);
            if (isNamed && levels.ContainsKey(name))
                problem = $"it names two levels '{name}'";
            else if (isNamed)
                levels.Add(name, i);
            filter.Append(i == 0 ? "" : "/").Append(isNamed ? "+" : level);
        }

        return new EventTopic(filter.ToString(), levels, problem);
    }

    private static string ProblemOf(string level, bool isNamed, string name, bool isLast)
    {
        if (level == "#")
            return isLast ? "" : "it goes on after '#', which must be its last level";
        if (isNamed)
            return name.Length > 0 && name.All(character => char.IsLetterOrDigit(character) || character == '_') ? "" : $"'{level}' is no name of a parameter";
        return level != "+" && level.IndexOfAny(['+', '#', '{', '}']) >= 0 ? $"'{level}' holds a wildcard beside other characters; a wildcard or a name is a whole level" : "";
    }
}
