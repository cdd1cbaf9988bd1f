namespace Busbar;

/// <summary>What is wrong with an argument, or with the payload that should bring it.</summary>
public enum ArgumentFaultKind : byte
{
    /// <summary>The payload is no text of its format: it ends early, is nested too deep, or is not the arguments at all.</summary>
    Malformed = 0,

    /// <summary>An argument, or a member of one, is needed and was not given.</summary>
    Missing = 1,

    /// <summary>What was given is of another type, or beyond the range of the one that is expected.</summary>
    Unfit = 2,

    /// <summary>Something was given that nobody asked for: a name that no argument has, or one argument too many.</summary>
    Unknown = 3,
}
