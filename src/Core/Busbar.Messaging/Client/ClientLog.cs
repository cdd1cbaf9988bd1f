using Microsoft.Extensions.Logging;

namespace Busbar.Messaging;

/// <summary>What a client logs.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A handler of the broker's client failed")]
    public static partial void HandlerFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The broker at {Target} refused what nobody waits for ({Code}): {Reason}")]
    public static partial void Refused(ILogger logger, string target, string code, string? reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "The connection to the broker at {Target} was lost: {Reason}")]
    public static partial void Lost(ILogger logger, string target, string reason);
}
