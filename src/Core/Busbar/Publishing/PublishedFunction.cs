using System.Text;

namespace Busbar;

/// <summary>A function that can be called by name. It belongs to the one table that lists it.</summary>
/// <param name="name">The name to call it by.</param>
/// <param name="parameters">Those that take an argument, in their order.</param>
public sealed class PublishedFunction(string name, params IReadOnlyList<PublishedParameter> parameters)
{
    internal const int MaxParameters = 64; // one bit each tells which were given

    /// <summary>The name to call it by.</summary>
    public string Name { get; } = name;

    /// <summary>Those that take an argument, in their order; 64 at most.</summary>
    public IReadOnlyList<PublishedParameter> Parameters { get; } = parameters.Count <= MaxParameters
        ? parameters
        : throw new ArgumentException($"A published function has {MaxParameters} parameters at most.", nameof(parameters));

    /// <summary>What it gives, or each item of what it streams; null when it gives nothing.</summary>
    public PublishedType? Result { get; init; }

    /// <summary>It gives items one after the other, perhaps for ever.</summary>
    public bool IsStream { get; init; }

    /// <summary>What it does, from its documentation as plain text; null when there is none.</summary>
    public string? Summary { get; init; }

    /// <summary>What more is to be said of it, from its documentation as plain text; null when there is nothing.</summary>
    public string? Remarks { get; init; }

    /// <summary>What its result means, from its documentation as plain text; null when there is none.</summary>
    public string? Returns { get; init; }

    /// <summary>It is obsolete; for what reason, or an empty text. Null when it is not.</summary>
    public string? Obsolete { get; init; }

    /// <summary>Its place in its table; -1 before it has one.</summary>
    internal int Index { get; set; } = -1;

    internal byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    internal byte[][] ParameterNames { get; } = [.. parameters.Select(parameter => Encoding.UTF8.GetBytes(parameter.Name))];

    /// <summary>The parameters' names as JSON members mostly have them, <c>"x":</c>; empty for those that have other forms as well.</summary>
    internal byte[][] QuotedNames { get; } = [.. parameters.Select(parameter => Quote(parameter.Name))];

    /// <summary>A bit for each parameter that must be given.</summary>
    internal ulong Required { get; } = parameters.Select((parameter, index) => parameter.IsRequired ? 1UL << index : 0).Aggregate(0UL, (all, one) => all | one);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(parameter => parameter.Name))})";

    private static byte[] Quote(string name) =>
        name.All(letter => letter is >= ' ' and not ('"' or '\\')) ? Encoding.UTF8.GetBytes($"\"{name}\":") : [];
}
