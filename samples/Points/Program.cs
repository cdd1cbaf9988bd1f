// A record that says what it measures: its other half is generated.
using Busbar;

var hub = new Hub<Sample>();
using IDisposable subscription = hub.Subscribe(static (in sample) => Console.WriteLine(sample));
hub.Publish(new Feeder("3", 41.7f, true, TimeProvider.System.GetUtcNow()));

[Measurement("feeder")]
internal readonly partial record struct Feeder([Tag] string Bay, [Field(Unit = "kW")] float ActivePower, [Field] bool Closed, [Timestamp] DateTimeOffset Time);
