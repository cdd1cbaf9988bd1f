using Microsoft.Extensions.Hosting;

namespace Busbar.Tool.Demo;

/// <summary>The command itself listens to signals and stops the host; two listeners would race.</summary>
internal sealed class LifetimeOfTheCommand : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
