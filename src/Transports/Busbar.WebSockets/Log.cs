using Microsoft.Extensions.Logging;

namespace Busbar.WebSockets;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning, "Listening on {EndPoint}: connection from {Target} refused, {Limit} are open; more are counted, not logged, until one is admitted")]
    public static partial void ConnectionRefused(ILogger logger, string endPoint, string target, int limit);

    [LoggerMessage(601, LogLevel.Warning, "Listening on {EndPoint}: no WebSocket with {Target}: {Reason}")]
    public static partial void HandshakeFailed(ILogger logger, string endPoint, string target, string reason);

    [LoggerMessage(602, LogLevel.Error, "Listening on {EndPoint}: accepting failed, next attempt in {Delay:0.0} s")]
    public static partial void AcceptFailed(ILogger logger, Exception exception, string endPoint, double delay);
}
