using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Busbar.Load;

/// <summary>The servers that this program itself can be, each in a process of its own.</summary>
internal static class ServedHost
{
    public const string Busbar = "busbar";
    public const string BusbarTcp = "busbar-tcp";
    public const string Naive = "naive";
    public const string Channel = "channel";

    /// <summary>Serves until the standard input ends, so that no server outlives who started it.</summary>
    /// <returns>False when there is no such server.</returns>
    public static async Task<bool> RunAsync(string name, int port)
    {
        if (name == BusbarTcp)
        {
            await using ServedListener listener = ServedListener.Start(port);
            await WaitForEndAsync();
            return true;
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using WebApplication application = builder.Build();
        IAsyncDisposable? served = name switch
        {
            Busbar => ServedBroker.Map(application),
            Naive => NaiveServer.Map(application),
            Channel => ChannelServer.Map(application),
            _ => null,
        };
        if (served is null)
            return false;
        await using (served)
        {
            await application.StartAsync();
            await WaitForEndAsync();
            await application.StopAsync(new CancellationToken(canceled: true));
        }

        return true;
    }

    private static async Task WaitForEndAsync()
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is said but the end.
        }
    }
}
