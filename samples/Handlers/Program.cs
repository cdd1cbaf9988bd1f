// Methods for topics: levels of the topic and JSON payloads become typed parameters.
using Busbar;
using Busbar.Messaging;

using var broker = new Broker();
await using var feeders = new Feeders(broker);
feeders.Start();

broker.Publish("plant/3/power", "41.7"u8);
broker.Publish("plant/3/alarm", """{ "text": "over-temperature", "severity": "high" }"""u8);
broker.Publish("plant/north/power", "1"u8);      // no number of a bay: counted and logged, and the next goes on
broker.Publish("plant/4/power", "12"u8);
await feeders.LastBay;

internal sealed partial class Feeders(Broker broker) : TopicHandler(broker)
{
    private readonly TaskCompletionSource _lastBay = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task LastBay => _lastBay.Task;

    [Event("plant/{bay}/power")]
    private void OnPower(int bay, double kilowatts)
    {
        Console.WriteLine(FormattableString.Invariant($"bay {bay}: {kilowatts} kW"));
        if (bay == 4)
            _lastBay.SetResult();
    }

    [Event("plant/{bay}/alarm")]
    private async Task OnAlarmAsync(int bay, string text, Severity severity = Severity.Low)
    {
        await Task.Yield();                      // the next message waits for its end
        Console.WriteLine($"bay {bay}: {text} ({severity})");
    }
}

internal enum Severity
{
    Low,
    High,
}
