namespace Busbar.Messaging;

/// <summary>For transports: what became of a <c>hello</c> that came by a request of its own.</summary>
/// <param name="Status">Whether there is a session.</param>
/// <param name="Fault">Why there is none; null when there is one.</param>
/// <param name="Welcome">The <c>welcome</c>, JSON as UTF-8; empty when there is no session.</param>
public readonly record struct SessionOpening(SessionOpeningStatus Status, string? Fault, ReadOnlyMemory<byte> Welcome);

/// <summary>Whether a session was opened.</summary>
public enum SessionOpeningStatus : byte
{
    /// <summary>It was.</summary>
    Opened = 0,

    /// <summary>The text was no <c>hello</c>.</summary>
    BadMessage,

    /// <summary>The client is not let in.</summary>
    Refused,

    /// <summary>There are as many sessions as may be.</summary>
    Full,
}
