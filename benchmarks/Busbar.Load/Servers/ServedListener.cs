using Busbar.Messaging;

namespace Busbar.Load;

/// <summary>Busbar's broker for services, by TCP.</summary>
internal sealed class ServedListener(Broker broker, BrokerServer server, BrokerListener listener) : IAsyncDisposable
{
    public static ServedListener Start(int port)
    {
        var broker = new Broker();
        var server = new BrokerServer(broker, ServedBroker.Options);
        return new ServedListener(broker, server, BrokerListener.Listen(server, port, new BrokerListenerOptions { MaxConnections = 20_000 }));
    }

    public async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        await server.DisposeAsync();
        broker.Dispose();
    }
}
