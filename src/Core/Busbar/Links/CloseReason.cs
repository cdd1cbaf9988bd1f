namespace Busbar.Links;

/// <summary>Why a connection ended: a kind for code, a sentence for the log, and the offset or the exception where there is one.</summary>
public sealed record CloseReason
{
    private CloseReason(CloseKind kind, string message)
    {
        Kind = kind;
        Message = message;
    }

    /// <summary>Why, for code.</summary>
    public CloseKind Kind { get; }

    /// <summary>Why, for people; names the rule where one was broken.</summary>
    public string Message { get; }

    /// <summary>The offset, within the octets in front of the codec, of what broke a rule; null otherwise.</summary>
    public int? Offset { get; private init; }

    /// <summary>What the transport or the code threw; null otherwise.</summary>
    public Exception? Exception { get; private init; }

    /// <summary>This side ended it.</summary>
    public static CloseReason Local(string message = "closed by this side") => new(CloseKind.Local, message);

    /// <summary>The peer ended it between two frames.</summary>
    public static CloseReason Remote { get; } = new(CloseKind.Remote, "closed by the peer");

    /// <summary>The peer ended it with <paramref name="octets"/> octets of an unfinished frame.</summary>
    public static CloseReason Truncated(long octets) =>
        new(CloseKind.Truncated, $"closed by the peer within a frame, {octets} octets of which had come");

    /// <summary>The peer broke <paramref name="rule"/> at <paramref name="offset"/>.</summary>
    public static CloseReason Violation(int offset, string rule) =>
        new(CloseKind.ProtocolViolation, $"protocol violation at offset {offset}: {rule}") { Offset = offset };

    /// <summary>The peer broke <paramref name="rule"/>, which no single octet shows.</summary>
    public static CloseReason Violation(string rule) => new(CloseKind.ProtocolViolation, $"protocol violation: {rule}");

    /// <summary>What was awaited did not come.</summary>
    public static CloseReason TimedOut(string message) => new(CloseKind.TimedOut, message);

    /// <summary>A bound was reached.</summary>
    public static CloseReason LimitExceeded(string message) => new(CloseKind.LimitExceeded, message);

    /// <summary>The transport failed.</summary>
    public static CloseReason Fault(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(CloseKind.TransportFault, exception.Message) { Exception = exception };
    }

    /// <summary>Code on this side threw.</summary>
    public static CloseReason Internal(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(CloseKind.InternalFault, $"internal fault: {exception.Message}") { Exception = exception };
    }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
