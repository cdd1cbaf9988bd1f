using Busbar;

var hub = new Hub<Sample>();
using IDisposable subscription = hub.Subscribe(static (in sample) => Console.WriteLine(sample));
hub.Publish(new Feeder("3", 41.7f, true, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero)));

[Measurement("feeder")]
internal readonly partial record struct Feeder([Tag] string Bay, [Field(Unit = "kW")] float ActivePower, [Field] bool Closed, [Timestamp] DateTimeOffset Time);
