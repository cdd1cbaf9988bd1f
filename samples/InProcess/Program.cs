using Busbar;

SeriesGroup feeder = SeriesGroup.Of("feeder", ("site", "north"), ("bay", "3"));
Series power = feeder.Field("active_power", unit: "kW");

var hub = new Hub<Sample>();
using IDisposable subscription = hub.Subscribe(static (in sample) => Console.WriteLine(sample));
hub.Publish(new Sample(power, 41.7, TimeProvider.System.GetUtcNow()));
