using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>The static methods that expressions in generated code ask for, one for each of the users' types and each shape of collection.</summary>
/// <param name="verb">What their names begin with.</param>
/// <param name="users">The users' types, which the names tell.</param>
internal sealed class ValueMethods(string verb, UserTypes users)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, PayloadType Type)> _wanted = new();

    /// <summary>The name of the method for a type, which is wanted from now on.</summary>
    /// <param name="key">What tells one method from another.</param>
    /// <param name="type">What the method reads or writes.</param>
    /// <param name="named">What its name tells.</param>
    public string NameOf(string key, PayloadType type, PayloadType named)
    {
        if (_names.TryGetValue(key, out string? known))
            return known;

        string stem = verb + PayloadText.NameOf(named, users);
        string name = stem;
        for (int number = 2; !_taken.Add(name); number++)
            name = stem + number;
        _names.Add(key, name);
        _wanted.Enqueue((name, type));
        return name;
    }

    /// <summary>Emits the methods that are wanted, and those that they want, a blank line between two.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="isFirst">Nothing stands before them, so that no blank line does.</param>
    /// <param name="emit">One method, by its name and type.</param>
    public void Emit(SourceWriter writer, bool isFirst, Action<string, PayloadType> emit)
    {
        while (_wanted.Count > 0)
        {
            if (!isFirst)
                writer.Line();
            isFirst = false;
            (string name, PayloadType type) = _wanted.Dequeue();
            emit(name, type);
        }
    }
}
