using Microsoft.Extensions.Logging;

namespace Busbar.Links;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Debug, "Link to {Target}: {Reason}")]
    public static partial void Closed(ILogger logger, string target, string reason);

    [LoggerMessage(101, LogLevel.Warning, "Link to {Target} closed: {Reason}")]
    public static partial void ClosedWithFault(ILogger logger, Exception? exception, string target, string reason);

    [LoggerMessage(102, LogLevel.Error, "Link to {Target}: the session threw; the link closes")]
    public static partial void SessionFaulted(ILogger logger, Exception exception, string target);

    [LoggerMessage(103, LogLevel.Warning, "Link to {Target}: the session took {Milliseconds:0} ms over {Octets} octets; whatever it calls holds up the link; said again when it takes twice as long")]
    public static partial void SlowReceive(ILogger logger, string target, double milliseconds, int octets);

    [LoggerMessage(104, LogLevel.Debug, "Link to {Target}: disposing the connection failed")]
    public static partial void DisposeFailed(ILogger logger, Exception exception, string target);

    [LoggerMessage(105, LogLevel.Warning, "Link to {Target}: {Octets} octets at offset {Offset} skipped: {Rule}; later ones of this connection are counted, not logged")]
    public static partial void Skipped(ILogger logger, string target, int octets, int offset, string rule);

    [LoggerMessage(110, LogLevel.Information, "Connected to {Target}")]
    public static partial void Connected(ILogger logger, string target);

    [LoggerMessage(111, LogLevel.Warning, "Connecting to {Target} failed, next attempt in {Delay:0.0} s: {Reason}")]
    public static partial void ConnectFailed(ILogger logger, string target, double delay, string reason);

    [LoggerMessage(120, LogLevel.Warning, "Listening on {EndPoint}: connection from {Target} refused, {Limit} are open; more are counted, not logged, until one is admitted")]
    public static partial void ConnectionRefused(ILogger logger, string endPoint, string target, int limit);

    [LoggerMessage(121, LogLevel.Warning, "Listening on {EndPoint}: connection from {Target} was not opened: {Reason}")]
    public static partial void OpenFailed(ILogger logger, string endPoint, string target, string reason);

    [LoggerMessage(122, LogLevel.Error, "Listening on {EndPoint}: accepting failed, next attempt in {Delay:0.0} s")]
    public static partial void AcceptFailed(ILogger logger, Exception exception, string endPoint, double delay);
}
