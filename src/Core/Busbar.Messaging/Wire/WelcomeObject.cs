namespace Busbar.Messaging;

/// <summary>What a <c>welcome</c> says.</summary>
internal readonly record struct WelcomeObject(string Session, string Client, string Epoch, long Now, bool IsResumed, long Position, ServerLimits Limits);

/// <summary>What of the server's options clients are told.</summary>
internal readonly record struct ServerLimits(long HeartbeatMilliseconds, long GraceMilliseconds, int MaxMessage, int MaxJoins);
