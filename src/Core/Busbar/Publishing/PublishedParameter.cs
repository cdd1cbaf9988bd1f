namespace Busbar;

/// <summary>A parameter of a published function that takes an argument; services and cancellation tokens are none.</summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Type">What it takes.</param>
public sealed record PublishedParameter(string Name, PublishedType Type)
{
    /// <summary>A call without this argument is refused.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>What it is when it is not given, as JSON; null when it is required, or its default has no JSON.</summary>
    public string? Default { get; init; }

    /// <summary>What its documentation says, as plain text; null when there is none.</summary>
    public string? Description { get; init; }
}
