using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A page of origin {Origin} was not let in by {Host}; AllowedOrigins names the others that may come.")]
    public static partial void OriginRefused(this ILogger logger, string origin, string host);

    [LoggerMessage(2, LogLevel.Warning, "A page was not let in: {Limit} are connected.")]
    public static partial void TooManyPages(this ILogger logger, int limit);

    [LoggerMessage(3, LogLevel.Information, "A page was closed for a message that breaks the rules: {Rule}.")]
    public static partial void MalformedMessage(this ILogger logger, string rule);

    [LoggerMessage(4, LogLevel.Information, "A page was cut off: it read nothing, or did not answer a close, until its deadline.")]
    public static partial void PageCutOff(this ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "Serving a page failed.")]
    public static partial void PageFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "A client of the broker was not let in: {Limit} are connected, or the server stops.")]
    public static partial void TooManyClients(this ILogger logger, int limit);

    [LoggerMessage(7, LogLevel.Information, "A page of Watchbox registered; there are {Count}.")]
    public static partial void WatchboxRegistered(this ILogger logger, int count);

    [LoggerMessage(8, LogLevel.Information, "A page of Watchbox was silent for {Seconds:0.0} s and is removed.")]
    public static partial void WatchboxTimedOut(this ILogger logger, double seconds);

    [LoggerMessage(9, LogLevel.Information, "A page of Watchbox, {Application}: {Text}")]
    public static partial void WatchboxLine(this ILogger logger, string application, string text);

    [LoggerMessage(10, LogLevel.Information, "A page of Watchbox publishes {Length} octets to {Group}.")]
    public static partial void WatchboxMessage(this ILogger logger, string group, int length);
}
