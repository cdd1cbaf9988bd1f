using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Busbar.AspNetCore;

/// <summary>Maps the live wire of a feed.</summary>
public static class EchoEndpointExtensions
{
    /// <summary>
    /// Serves pages by WebSocket: each gets the latest sample of every series that it watches. The wire is described in
    /// <c>docs/echo-wire.md</c>. No other middleware is needed.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, for example <c>/ws/echo</c>.</param>
    /// <param name="feed">What is served, and the clock that paces frames.</param>
    /// <param name="options">The defaults when null.</param>
    /// <returns>The endpoint, which knows how many pages there are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static EchoEndpoint MapEcho(this IEndpointRouteBuilder endpoints, string pattern, IEchoFeed feed, EchoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(feed);

        var server = new EchoServing(feed, (options ?? new EchoOptions()).Validated(), endpoints.ServiceProvider);
        IApplicationBuilder pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(server.ServeAsync);
        return new EchoEndpoint(server, endpoints.Map(pattern, pipeline.Build()).WithDisplayName($"Echo {pattern}"));
    }
}
