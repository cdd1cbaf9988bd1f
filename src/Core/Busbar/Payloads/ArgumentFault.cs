namespace Busbar;

/// <summary>Why the arguments of a call cannot be taken from its payload: which one, what was expected there and what was found. Nothing was called.</summary>
public sealed record ArgumentFault
{
    /// <summary>What is wrong.</summary>
    public required ArgumentFaultKind Kind { get; init; }

    /// <summary>Which argument, from 0; -1 when it is none of them, or the payload as a whole.</summary>
    public int Index { get; init; } = -1;

    /// <summary>
    /// The place by names, from the argument on: <c>point.corners[3].x</c>. Empty for the payload as a whole.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>What should stand there, in words: <c>an integer from 0 to 255</c>.</summary>
    public required string Expected { get; init; }

    /// <summary>What stands there, in words or as it stands, cut when long: <c>"abc"</c>, <c>null</c>, <c>nothing</c>.</summary>
    public required string Received { get; init; }

    /// <summary>Where in the payload, in octets from its start; where something is missing, the end of what lacks it.</summary>
    public long Offset { get; init; }

    /// <summary>The argument's name; null for the payload as a whole.</summary>
    public string? Name => Path.Length == 0 ? null : Path.AsSpan().IndexOfAny('.', '[') is >= 0 and int end ? Path[..end] : Path;

    /// <summary>The same fault as seen from what holds the place: a member's name is put before the path.</summary>
    /// <param name="name">Of the argument or member that holds it.</param>
    public ArgumentFault In(string name) => this with { Path = Path.Length == 0 || Path[0] == '[' ? name + Path : $"{name}.{Path}" };

    /// <summary>The same fault as seen from the list that holds the place.</summary>
    /// <param name="index">Of the item, from 0.</param>
    public ArgumentFault At(int index) => this with { Path = FormattableString.Invariant($"[{index}]") + (Path.Length == 0 || Path[0] == '[' ? Path : "." + Path) };

    /// <summary>A sentence for who sent it.</summary>
    public override string ToString() => Kind switch
    {
        ArgumentFaultKind.Missing => $"'{Path}' is missing; it is {Expected}.",
        ArgumentFaultKind.Unknown when Path.Length == 0 => $"No argument takes {Received}; {Expected}.",
        ArgumentFaultKind.Unknown => $"There is no argument '{Path}'; {Expected}.",
        ArgumentFaultKind.Malformed => FormattableString.Invariant($"The arguments must be {Expected}; at octet {Offset} they are {Received}."),
        _ when Path.Length == 0 => $"The arguments must be {Expected}, and are {Received}.",
        _ => $"'{Path}' must be {Expected}, and is {Received}.",
    };
}
