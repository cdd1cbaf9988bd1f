namespace Busbar.Generators.Models;

/// <summary>What a method for an event returns.</summary>
internal enum EventReturn
{
    /// <summary>Nothing: it is done when it returns.</summary>
    Nothing,

    /// <summary>A <c>Task</c> or a <c>ValueTask</c>.</summary>
    Task,
}
