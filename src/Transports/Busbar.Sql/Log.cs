using Microsoft.Extensions.Logging;

namespace Busbar.Sql;

internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Information, "{History} is open: tables of version {Version}, {Series} series, {InJournal} samples in the journal")]
    public static partial void Opened(ILogger logger, string history, long version, int series, int inJournal);

    [LoggerMessage(901, LogLevel.Warning, "{History} {Reason}; samples wait, next try in {Delay:0.0} s")]
    public static partial void Interrupted(ILogger logger, Exception exception, string history, string reason, double delay);

    [LoggerMessage(902, LogLevel.Debug, "{History} {Reason}; attempt {Attempt}, next try in {Delay:0.0} s")]
    public static partial void StillInterrupted(ILogger logger, string history, string reason, int attempt, double delay);

    [LoggerMessage(903, LogLevel.Information, "{History} stores samples again; {Waiting} wait")]
    public static partial void Recovered(ILogger logger, string history, int waiting);

    [LoggerMessage(904, LogLevel.Error, "{History} stores nothing more; {Samples} samples are lost: {Reason}")]
    public static partial void Ended(ILogger logger, Exception exception, string history, long samples, string reason);

    [LoggerMessage(905, LogLevel.Warning, "{History} was disposed before all was stored: {Samples} samples are lost")]
    public static partial void LostAtTheEnd(ILogger logger, string history, long samples);

    [LoggerMessage(906, LogLevel.Warning, "{History}: moving or forgetting samples failed, tried again later: {Reason}")]
    public static partial void MaintenanceFailed(ILogger logger, Exception exception, string history, string reason);
}
