using Busbar;

Console.WriteLine(new Feeder("3", 41.7f, DateTimeOffset.UnixEpoch));

[Measurement("feeder")]
internal readonly record struct Feeder([Tag] string Bay, [Field(Unit = "kW")] float ActivePower, [Timestamp] DateTimeOffset Time);
