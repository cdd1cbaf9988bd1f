using Microsoft.Extensions.Logging;

namespace Busbar.Influx;

internal static partial class Log
{
    [LoggerMessage(800, LogLevel.Warning, "{Server} {Reason}; samples wait, next try in {Delay:0.0} s")]
    public static partial void Interrupted(ILogger logger, string server, string reason, double delay);

    [LoggerMessage(801, LogLevel.Debug, "{Server} {Reason}; attempt {Attempt}, next try in {Delay:0.0} s")]
    public static partial void StillInterrupted(ILogger logger, string server, string reason, int attempt, double delay);

    [LoggerMessage(802, LogLevel.Information, "{Server} takes samples again after {Attempts} attempts; {Waiting} wait, {Lost} were lost so far")]
    public static partial void Recovered(ILogger logger, string server, int attempts, int waiting, long lost);

    [LoggerMessage(803, LogLevel.Error, "{Server} {Reason}; {Samples} samples are given up. The same reason is logged once")]
    public static partial void GivenUp(ILogger logger, string server, string reason, long samples);

    [LoggerMessage(804, LogLevel.Debug, "{Server} {Reason}; {Samples} samples are given up")]
    public static partial void GivenUpAgain(ILogger logger, string server, string reason, long samples);

    [LoggerMessage(805, LogLevel.Information, "{Server} had no database {Database}: it was created")]
    public static partial void DatabaseCreated(ILogger logger, string server, string database);

    [LoggerMessage(806, LogLevel.Error, "Writing to {Server} ended with a fault; {Samples} samples are lost")]
    public static partial void Faulted(ILogger logger, Exception exception, string server, long samples);

    [LoggerMessage(807, LogLevel.Warning, "The writer to {Server} was disposed before all was delivered: {Samples} samples are lost")]
    public static partial void LostAtTheEnd(ILogger logger, string server, long samples);
}
