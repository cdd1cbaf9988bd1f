namespace Busbar.Links;

/// <summary>A connection could not be made, or was not tried because the last attempt failed a moment ago.</summary>
public sealed class ConnectException : IOException
{
    /// <summary>An exception for a failed attempt.</summary>
    /// <param name="target">Where it led.</param>
    /// <param name="message">Why it failed, as a sentence without the target.</param>
    /// <param name="innerException">What the transport threw.</param>
    public ConnectException(string target, string message, Exception? innerException = null)
        : base($"No connection to {target}: {message}", innerException) => Target = target;

    /// <summary>Where the connection was to lead.</summary>
    public string Target { get; }
}
