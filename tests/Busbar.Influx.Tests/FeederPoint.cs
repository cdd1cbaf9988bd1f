namespace Busbar.Influx.Tests;

[Measurement("influx feeder")]
internal readonly partial record struct FeederPoint(
    [Tag] string Bay, [Field] float ActivePower, [Field] bool? Closed, [Field] long Starts, [Timestamp] DateTimeOffset Time, [Field] string? Note = null);
