using Busbar.Testing;

namespace Busbar.Messaging.Tests;

/// <summary>A broker and its server, with a clock that the test moves; at the end all blocks must be back in the pool.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly MemoryListener? _memory;
    private readonly BrokerListener? _listener;
    private readonly List<BinaryTestCarrier> _carriers = [];

    public ServerFixture(Action<BrokerServerOptions>? configure = null, Action<BrokerOptions>? configureBroker = null, bool isBinary = false, int capacity = 2)
    {
        var brokerOptions = new BrokerOptions { TimeProvider = Time, Epoch = "test" };
        configureBroker?.Invoke(brokerOptions);
        Broker = new Broker(brokerOptions);
        var options = new BrokerServerOptions { TimeProvider = Time, Logger = Log };
        configure?.Invoke(options);
        Server = new BrokerServer(Broker, options);
        if (!isBinary)
            return;
        _memory = new MemoryListener(capacity); // little: what is not read holds up the sender at once
        _listener = new BrokerListener(Server, _memory);
    }

    public ManualTimeProvider Time { get; } = new();

    public RecordingLogger Log { get; } = new();

    public Broker Broker { get; }

    public BrokerServer Server { get; }

    /// <summary>Where clients of the binary form connect; null in the other.</summary>
    public MemoryListener? Memory => _memory;

    public Task<TestClient> ClientAsync(string members = "") => TestClient.HelloAsync(Connect, members);

    /// <summary>A connection in the fixture's form that has not said anything.</summary>
    public ITestCarrier Connect() => _memory is null ? TestTransport.Connect(Server) : ConnectRaw(saysPreamble: true);

    /// <summary>A connection of the binary form; one that has not even said what it speaks unless told otherwise.</summary>
    public BinaryTestCarrier ConnectRaw(bool saysPreamble = false)
    {
        var carrier = new BinaryTestCarrier(_memory!.Connect(), saysPreamble);
        lock (_carriers)
            _carriers.Add(carrier);
        return carrier;
    }

    /// <summary>A client of the library's own.</summary>
    public BrokerClient CreateClient(BrokerClientOptions? options = null) => new(_memory!, (options ?? new BrokerClientOptions()) with { TimeProvider = Time, Logger = Log });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        foreach (BinaryTestCarrier carrier in _carriers)
            carrier.Break(); // the clock stands still for those that read nothing
        if (_listener is not null)
            await _listener.DisposeAsync();
        Broker.Dispose();
        await AssertAllReturnedAsync();
    }

    /// <summary>Writers and callbacks end soon after the server; none of them waits for anything but the processor.</summary>
    private async Task AssertAllReturnedAsync()
    {
        for (int round = 0; round < 10_000 && Broker.Pool.Outstanding != 0; round++)
            await Task.Yield();
        Assert.Equal(0, Broker.Pool.Outstanding);
        Assert.Equal(0, Server.SessionCount);
    }
}
