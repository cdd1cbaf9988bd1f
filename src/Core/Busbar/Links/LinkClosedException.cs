namespace Busbar.Links;

/// <summary>The link an operation was on has closed before the operation ended, or was closed already when it began.</summary>
public sealed class LinkClosedException : IOException
{
    /// <summary>An exception that carries why the link closed.</summary>
    /// <param name="target">Where the link led.</param>
    /// <param name="reason">Why it closed.</param>
    public LinkClosedException(string target, CloseReason reason)
        : base($"The link to {target} is closed: {(reason ?? throw new ArgumentNullException(nameof(reason))).Message}.", reason.Exception)
    {
        Target = target;
        Reason = reason;
    }

    /// <summary>Where the link led.</summary>
    public string Target { get; }

    /// <summary>Why it closed.</summary>
    public CloseReason Reason { get; }
}
