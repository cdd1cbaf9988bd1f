using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Busbar.AspNetCore;

/// <summary>Maps what pages ask once.</summary>
public static class TelemetryApiExtensions
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Serves <c>status</c>, <c>devices</c>, <c>series</c>, <c>problems</c> and <c>history</c> below <paramref name="prefix"/> as JSON; described in
    /// <c>docs/echo-wire.md</c>. Errors are <c>application/problem+json</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="feed">The series and their counts.</param>
    /// <param name="options">What else there is to tell; nothing when null.</param>
    /// <param name="prefix">Where: <c>/api</c> unless told otherwise.</param>
    /// <returns>The group, for conventions as authorization.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static RouteGroupBuilder MapTelemetryApi(this IEndpointRouteBuilder endpoints, IEchoFeed feed, TelemetryApiOptions? options = null, string prefix = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(feed);
        var api = new TelemetryApi(feed, (options ?? new TelemetryApiOptions()).Validated());
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        group.MapMethods("/status", Reading, (RequestDelegate)api.WriteStatusAsync);
        group.MapMethods("/devices", Reading, (RequestDelegate)api.WriteDevicesAsync);
        group.MapMethods("/series", Reading, (RequestDelegate)api.WriteSeriesAsync);
        group.MapMethods("/problems", Reading, (RequestDelegate)api.WriteProblemsAsync);
        group.MapMethods("/history", Reading, (RequestDelegate)api.WriteHistoryAsync);
        return group;
    }
}
