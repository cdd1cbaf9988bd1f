using System.Runtime.InteropServices;

namespace Busbar;

/// <summary>How a call of a published function ended. Unless it completed, what was written of a result is to be thrown away.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct PublishedOutcome : IEquatable<PublishedOutcome>
{
    private readonly object? _detail;

    private PublishedOutcome(PublishedOutcomeKind kind, object? detail) => (Kind, _detail) = (kind, detail);

    /// <summary>The function ended, and its result is written.</summary>
    public static PublishedOutcome Completed => default;

    /// <summary>How it ended.</summary>
    public PublishedOutcomeKind Kind { get; }

    /// <summary>What is wrong with the arguments; null unless they were refused.</summary>
    public ArgumentFault? Fault => _detail as ArgumentFault;

    /// <summary>What the function threw; null unless it failed.</summary>
    public Exception? Exception => _detail as Exception;

    /// <summary>The arguments were not those of the function.</summary>
    /// <param name="fault">What is wrong with them.</param>
    public static PublishedOutcome Refused(ArgumentFault fault) => new(PublishedOutcomeKind.Refused, fault);

    /// <summary>The function threw.</summary>
    /// <param name="exception">What it threw.</param>
    public static PublishedOutcome Failed(Exception exception) => new(PublishedOutcomeKind.Failed, exception);

    /// <summary>The caller gave the call up.</summary>
    public static PublishedOutcome Canceled => new(PublishedOutcomeKind.Canceled, null);

    /// <summary>Whether both ended the same way, with the same fault or exception.</summary>
    public static bool operator ==(PublishedOutcome left, PublishedOutcome right) => left.Equals(right);

    /// <summary>Whether they did not.</summary>
    public static bool operator !=(PublishedOutcome left, PublishedOutcome right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(PublishedOutcome other) => Kind == other.Kind && Equals(_detail, other._detail);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PublishedOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _detail);

    /// <inheritdoc/>
    public override string ToString() => _detail switch
    {
        ArgumentFault fault => $"{Kind}: {fault}",
        Exception exception => $"{Kind}: {exception.Message}",
        _ => Kind.ToString(),
    };
}
