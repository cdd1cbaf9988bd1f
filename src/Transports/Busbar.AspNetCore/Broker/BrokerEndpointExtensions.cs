using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore;

/// <summary>Maps a broker for pages and services.</summary>
public static class BrokerEndpointExtensions
{
    /// <summary>
    /// Serves a broker by WebSocket, and below the same path by Server-Sent Events and long polls. The wire is described in
    /// <c>docs/wire.md</c>. No other middleware is needed. Its server, with the defaults of <see cref="BrokerServerOptions"/>, ends with the application.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, for example <c>/broker</c>.</param>
    /// <param name="broker">What is served.</param>
    /// <param name="options">The defaults when null.</param>
    /// <returns>The endpoint, which has the server.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static BrokerEndpoint MapBroker(this IEndpointRouteBuilder endpoints, string pattern, Broker broker, BrokerEndpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapBroker(pattern, CreateServer(endpoints, broker), options);
    }

    /// <summary>The same for a server that the application made; it stays the application's.</summary>
    /// <inheritdoc cref="MapBroker(IEndpointRouteBuilder, string, Broker, BrokerEndpointOptions?)"/>
    /// <param name="endpoints"/><param name="pattern"/>
    /// <param name="server">What is served, with its rules and handlers.</param>
    /// <param name="options"/>
    public static BrokerEndpoint MapBroker(this IEndpointRouteBuilder endpoints, string pattern, BrokerServer server, BrokerEndpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(server);

        var serving = new BrokerServing(server, (options ?? new BrokerEndpointOptions()).Validated(), endpoints.ServiceProvider);
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.Map("", (RequestDelegate)serving.ServeWebSocketAsync).WithDisplayName($"Broker {pattern}");
        group.Map("/session", (RequestDelegate)serving.ServeSessionAsync).WithDisplayName($"Broker {pattern}/session");
        group.Map("/events", (RequestDelegate)serving.ServeEventsAsync).WithDisplayName($"Broker {pattern}/events");
        group.Map("/poll", (RequestDelegate)serving.ServePollAsync).WithDisplayName($"Broker {pattern}/poll");
        group.Map("/send", (RequestDelegate)serving.ServeSendAsync).WithDisplayName($"Broker {pattern}/send");
        return new BrokerEndpoint(serving, group);
    }

    /// <summary>A server that ends with the application.</summary>
    internal static BrokerServer CreateServer(IEndpointRouteBuilder endpoints, Broker broker)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ILogger logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Busbar.Messaging.Server");
        var server = new BrokerServer(broker, new BrokerServerOptions { Logger = logger });
        IHostApplicationLifetime lifetime = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Register(static server => _ = ((BrokerServer)server!).DisposeAsync().AsTask(), server);
        return server;
    }
}
