using System.Net;
using System.Net.Sockets;
using Busbar.Tool.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool;

/// <summary>Web applications that live as long as their command.</summary>
internal static class WebHosts
{
    public static WebApplication Create(IPEndPoint endPoint, ILoggerFactory loggers)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, LifetimeOfTheCommand>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endPoint);
        });
        if (IPAddress.IsLoopback(endPoint.Address))
            builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]); // a name of somebody else's that resolves to this machine is a trap for the browser
        WebApplication web = builder.Build();
        if (IPAddress.IsLoopback(endPoint.Address))
            web.UseHostFiltering();
        return web;
    }

    /// <summary>Starts it and says where it listens.</summary>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static async Task ListenAsync(this WebApplication web, IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new IOException($"Cannot listen on {endPoint}: {exception.GetBaseException().Message}", exception);
        }

        ToolContext.Say($"listening on {endPoint.Address}:{new Uri(web.Urls.First()).Port}");
    }
}
