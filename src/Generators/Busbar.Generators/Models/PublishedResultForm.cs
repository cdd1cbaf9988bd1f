namespace Busbar.Generators.Models;

/// <summary>How the result of a published function comes.</summary>
internal enum PublishedResultForm
{
    /// <summary>At once.</summary>
    Direct,

    /// <summary>From a <c>Task</c> or <c>ValueTask</c>, with or without a result.</summary>
    Awaited,

    /// <summary>Item by item from an <c>IAsyncEnumerable</c>.</summary>
    Streamed,
}
