using Microsoft.Extensions.Logging;

namespace Busbar.Messaging;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A handler of \"{Filter}\" threw for a message of \"{Topic}\"; {Count} times so far. The others got it.")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string filter, string topic, long count);

    [LoggerMessage(2, LogLevel.Warning, "A publish to \"{Topic}\" inside a handler was dropped: one publish caused {Limit} others; {Count} dropped so far. Do handlers answer each other?")]
    public static partial void NestedDropped(this ILogger logger, string topic, int limit, long count);

    [LoggerMessage(3, LogLevel.Warning, "The state of \"{Topic}\" was delivered but not retained: retained states take {Limit} octets; {Count} times so far.")]
    public static partial void NotRetained(this ILogger logger, string topic, long limit, long count);

    [LoggerMessage(4, LogLevel.Warning, "A value of \"{Topic}\" was not encoded: it failed, or takes more than {Limit} octets; {Count} times so far.")]
    public static partial void NotEncoded(this ILogger logger, string topic, int limit, long count);

    [LoggerMessage(5, LogLevel.Error, "The encoder of \"{Topic}\" threw.")]
    public static partial void EncoderFailed(this ILogger logger, Exception exception, string topic);

    [LoggerMessage(8, LogLevel.Warning, "A message of \"{Topic}\" was not kept in history, which is empty now: it is longer than the topic's bound, or all history takes {Limit} octets; {Count} times so far.")]
    public static partial void NotInHistory(this ILogger logger, string topic, long limit, long count);

    [LoggerMessage(9, LogLevel.Error, "A handler of \"{Filter}\" on a synchronization context threw; {Count} times so far. It goes on.")]
    public static partial void ContextHandlerFailed(this ILogger logger, Exception exception, string filter, long count);

    [LoggerMessage(10, LogLevel.Error, "The synchronization context of a handler of \"{Filter}\" takes no calls any more. The subscription ended.")]
    public static partial void ContextFailed(this ILogger logger, Exception exception, string filter);

    [LoggerMessage(11, LogLevel.Warning, "A publish by the handle of \"{Topic}\", which was removed, was dropped: the broker has no topic of that name any more and made none; {Count} dropped so far.")]
    public static partial void NotPassedOn(this ILogger logger, Exception exception, string topic, long count);

    [LoggerMessage(6, LogLevel.Error, "A method of {Handler} threw for a message of \"{Topic}\"; {Count} times so far. The handler goes on.")]
    public static partial void TopicMethodFailed(this ILogger logger, Exception exception, string handler, string topic, long count);

    [LoggerMessage(7, LogLevel.Warning, "A message of \"{Topic}\" was not given to {Handler}: {Fault} {Count} such messages so far.")]
    public static partial void PayloadRejected(this ILogger logger, string handler, string topic, string fault, long count);
}
