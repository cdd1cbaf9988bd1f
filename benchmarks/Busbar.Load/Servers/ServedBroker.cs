using Busbar.AspNetCore;
using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;

namespace Busbar.Load;

/// <summary>Busbar's broker by <c>MapBroker</c>, as an application has it; only that one client may publish as fast as it can.</summary>
internal sealed class ServedBroker(Broker broker, BrokerServer server) : IAsyncDisposable
{
    public static BrokerServerOptions Options => new() { MaxRate = 1_000_000_000, MaxBurst = 1_000_000_000 };

    public static ServedBroker Map(WebApplication application)
    {
        var broker = new Broker();
        var server = new BrokerServer(broker, Options);
        application.MapBroker("/broker", server);
        return new ServedBroker(broker, server);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        broker.Dispose();
    }
}
