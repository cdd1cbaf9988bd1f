using System.Diagnostics.Metrics;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class CountTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Broker _broker;
    private readonly Topic _topic;

    public CountTests()
    {
        _broker = new Broker(new() { TimeProvider = _time, History = [new("e", 4)] });
        _topic = _broker.GetTopic("e");
    }

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void Drops_AreCountedByReason()
    {
        Outlet byCount = Open(new() { Capacity = 1, MaxBytes = 4 });
        Outlet byBytes = Open(new() { MaxBytes = 4 });
        Outlet newest = Open(new() { Policy = OutletPolicy.DropNewest, Capacity = 1, MaxBytes = 4 });
        Outlet disconnected = Open(new() { Policy = OutletPolicy.Disconnect, MaxBytes = 4 });
        _topic.Publish("12");
        _topic.Publish("345");
        _topic.Publish("6789ab");

        Assert.Equal(new OutletCounts(0, 0, 1, 0, 1, 0, 0), byCount.Counts);
        Assert.Equal(new OutletCounts(0, 0, 0, 1, 1, 0, 0), byBytes.Counts);
        Assert.Equal(new OutletCounts(0, 0, 1, 0, 1, 0, 0), newest.Counts);
        Assert.Equal(new OutletCounts(0, 0, 0, 0, 0, 2, 0), disconnected.Counts);
        Assert.All([byCount, byBytes, newest, disconnected], outlet => Assert.Equal(outlet.Dropped, outlet.Counts.Dropped));
    }

    [Fact]
    public void Meter_TellsThemByPolicyReasonAndPlace_AndNamesNobody()
    {
        var measured = new Dictionary<string, long>(StringComparer.Ordinal);
        Outlet narrow = Open(new() { Policy = OutletPolicy.Wait, Capacity = 1 });
        _topic.Publish("1"u8, new PublishOptions { TimeToLive = TimeSpan.FromSeconds(1) });
        _topic.Publish("2");
        _time.Advance(TimeSpan.FromSeconds(1));
        narrow.Drain();
        narrow.Dispose();
        _topic.ReadHistory(0, []);
        Assert.Equal(2, _broker.Expired); // one outlet, one reading

        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Busbar.Messaging")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string key = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}".Trim();
            measured[key] = measured.GetValueOrDefault(key) + value; // of all brokers in the process
        });
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.True(measured["busbar.messaging.outlets.dropped policy=wait reason=count"] >= 1);
        Assert.True(measured["busbar.messaging.expired place=outlet"] >= 1);
        Assert.True(measured["busbar.messaging.expired place=history"] >= 1);
        Assert.True(measured["busbar.messaging.history"] >= 64);
        Assert.Equal(20, measured.Keys.Count(key => key.StartsWith("busbar.messaging.outlets.dropped", StringComparison.Ordinal)));
        Assert.All(measured.Keys, key => Assert.Matches(@"^busbar\.messaging\.[a-z_.]+( (policy|reason|place)=[a-z_]+)*$", key));
    }

    private Outlet Open(OutletOptions options)
    {
        Outlet outlet = _broker.OpenOutlet(options);
        outlet.Watch(_topic);
        return outlet;
    }
}
