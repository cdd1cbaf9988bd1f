using Busbar;
using Busbar.Sql;
using Busbar.Sqlite;

string path = Path.Combine(AppContext.BaseDirectory, "plant.db");
File.Delete(path);
await using SqlHistory history = SqliteHistory.Open(path);
var hub = new Hub<Sample>();
using IDisposable subscription = hub.Subscribe(history);
hub.Publish(new Feeder("3", 41.7f, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero)));
await history.FlushAsync();

Series power = SeriesGroup.Of("feeder", ("bay", "3")).Field("active_power");
foreach (Sample sample in await history.ReadAsync(power, 0, long.MaxValue, limit: 100))
    Console.WriteLine(sample);

[Measurement("feeder")]
internal readonly partial record struct Feeder([Tag] string Bay, [Field(Unit = "kW")] float ActivePower, [Timestamp] DateTimeOffset Time);
