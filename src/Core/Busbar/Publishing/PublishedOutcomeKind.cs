namespace Busbar;

/// <summary>How a call of a published function ended.</summary>
public enum PublishedOutcomeKind : byte
{
    /// <summary>The function ended, and its result is written.</summary>
    Completed = 0,

    /// <summary>The arguments are not those of the function; it was not called.</summary>
    Refused = 1,

    /// <summary>The function threw, or its result could not be written.</summary>
    Failed = 2,

    /// <summary>The caller gave the call up.</summary>
    Canceled = 3,
}
