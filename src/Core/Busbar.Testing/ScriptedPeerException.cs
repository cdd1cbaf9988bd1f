namespace Busbar.Testing;

/// <summary>The code under test did not do what the script expects.</summary>
public sealed class ScriptedPeerException : Exception
{
    internal ScriptedPeerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
