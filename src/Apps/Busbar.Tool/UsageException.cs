namespace Busbar.Tool;

/// <summary>What the user asked for makes no sense; the message is the one sentence shown.</summary>
internal sealed class UsageException(string message) : Exception(message);
