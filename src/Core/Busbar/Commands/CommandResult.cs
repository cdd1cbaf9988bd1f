namespace Busbar;

/// <summary>How a command ended, with the field's own answer in words.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What the device or the link said; null when there is nothing to add.</param>
public readonly record struct CommandResult(CommandOutcome Outcome, string? Detail = null);
