using Microsoft.Extensions.Logging;

namespace Busbar;

internal static partial class HubLog
{
    [LoggerMessage(200, LogLevel.Error, "Hub: subscriber {Subscriber} threw; it lost one item, nobody else did")]
    public static partial void SubscriberThrew(ILogger logger, Exception exception, string subscriber);
}
