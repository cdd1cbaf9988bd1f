using Microsoft.Extensions.Logging;

namespace Busbar.Messaging;

internal static partial class ServerLog
{
    [LoggerMessage(50, LogLevel.Warning, "A client was not given a session: there are {Limit}, as many as may be.")]
    public static partial void TooManySessions(this ILogger logger, int limit);

    [LoggerMessage(51, LogLevel.Information, "A client's connection was closed with {Code}: {Reason}.")]
    public static partial void ClientClosed(this ILogger logger, int code, string reason);

    [LoggerMessage(52, LogLevel.Error, "Serving a client failed; {Count} times so far.")]
    public static partial void ConnectionFailed(this ILogger logger, Exception exception, long count);

    [LoggerMessage(53, LogLevel.Error, "A handler threw on {Occasion} of a client; {Count} times so far. The others were called.")]
    public static partial void ClientHandlerFailed(this ILogger logger, Exception exception, string occasion, long count);

    [LoggerMessage(54, LogLevel.Warning, "A message of a client was not given to {Handler}: {Fault} {Count} such messages so far.")]
    public static partial void MessageRejected(this ILogger logger, string handler, string fault, long count);

    [LoggerMessage(55, LogLevel.Warning, "Clients beyond this machine reach {EndPoint} in plain text: give the listener a certificate.")]
    public static partial void ListensInPlainText(this ILogger logger, string endPoint);

    [LoggerMessage(56, LogLevel.Warning, "Anybody who reaches {EndPoint} may read and publish: give the server keys, or a rule who may connect.")]
    public static partial void ListensForAll(this ILogger logger, string endPoint);
}
