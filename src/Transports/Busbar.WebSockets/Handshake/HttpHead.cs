namespace Busbar.WebSockets;

/// <summary>The head of an HTTP/1.1 message: its first line in three parts and its header fields.</summary>
internal sealed class HttpHead(string first, string second, string third, IReadOnlyList<KeyValuePair<string, string>> fields)
{
    /// <summary>The method of a request, the version of a response.</summary>
    public string First { get; } = first;

    /// <summary>The target of a request, the status code of a response.</summary>
    public string Second { get; } = second;

    /// <summary>The version of a request, the reason phrase of a response.</summary>
    public string Third { get; } = third;

    /// <summary>The one value of a field; null when it is not there or there more than once.</summary>
    public string? Single(string name)
    {
        string? value = null;
        foreach (KeyValuePair<string, string> field in fields)
        {
            if (!field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (value is not null)
                return null;
            value = field.Value;
        }

        return value;
    }

    /// <summary>The values of a field, joined as one list; null when it is not there.</summary>
    public string? Joined(string name)
    {
        string? joined = null;
        foreach (KeyValuePair<string, string> field in fields)
        {
            if (field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                joined = joined is null ? field.Value : $"{joined}, {field.Value}";
        }

        return joined;
    }

    /// <summary>The items of a field that is a list; empty when it is not there.</summary>
    public string[] Items(string name) =>
        Joined(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether a list has an item, upper and lower case being the same.</summary>
    public bool Has(string name, string item) => Items(name).Contains(item, StringComparer.OrdinalIgnoreCase);
}
