using Microsoft.Extensions.Logging;

namespace Busbar.Tool.Demo;

internal static partial class DemoLog
{
    [LoggerMessage(900, LogLevel.Warning, "{Target} does not describe itself as a busbar plant ({Reason}); only the station's own points are polled")]
    public static partial void NotDescribed(ILogger logger, string target, string reason);

    [LoggerMessage(901, LogLevel.Information, "the plant at {Target} has {Points} points of meters and {Rate} updates a second: its devices are polled accordingly")]
    public static partial void PlantChanged(ILogger logger, string target, int points, double rate);
}
