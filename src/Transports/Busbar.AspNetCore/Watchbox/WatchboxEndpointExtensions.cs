using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Busbar.AspNetCore;

/// <summary>Maps the requests of Watchbox, for pages that were written for it.</summary>
public static class WatchboxEndpointExtensions
{
    /// <summary>
    /// Serves pages of Watchbox unchanged: <c>/watchbox.register.wb</c>, <c>join</c>, <c>brdcst</c>, <c>get</c> and <c>server</c> with its fields, codes and cookie, and
    /// <c>/watchbox.file.wb</c> with a script of the four calls <c>init</c>, <c>join</c>, <c>publish</c> and <c>send</c>. A group is a topic of the broker, so that these pages and the
    /// clients of <c>MapBroker</c> share them.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="server">What is served, with its rules and handlers; the one given to <c>MapBroker</c>, where that is mapped too.</param>
    /// <param name="options">The defaults when null.</param>
    /// <returns>The endpoints, for conventions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IEndpointConventionBuilder MapWatchbox(this IEndpointRouteBuilder endpoints, BrokerServer server, WatchboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(server);
        var serving = new WatchboxServing(server, (options ?? new WatchboxOptions()).Validated(), endpoints.ServiceProvider);
        var script = new EmbeddedFile(typeof(WatchboxEndpointExtensions).Assembly, "watchbox/watchbox.js");
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.MapMethods("/watchbox.file.wb", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], (RequestDelegate)script.ServeAsync).WithDisplayName("Watchbox script");
        group.MapMethods("/watchbox.{type}.wb", [HttpMethods.Get, HttpMethods.Post], (RequestDelegate)serving.ServeAsync).WithDisplayName("Watchbox");
        return group;
    }

    /// <summary>The same with a server of its own, which ends with the application.</summary>
    /// <inheritdoc cref="MapWatchbox(IEndpointRouteBuilder, BrokerServer, WatchboxOptions?)"/>
    /// <param name="endpoints"/>
    /// <param name="broker">What is served.</param>
    /// <param name="options"/>
    public static IEndpointConventionBuilder MapWatchbox(this IEndpointRouteBuilder endpoints, Broker broker, WatchboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapWatchbox(BrokerEndpointExtensions.CreateServer(endpoints, broker), options);
    }
}
