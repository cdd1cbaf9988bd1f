using System.Diagnostics;

namespace Busbar.Interop.Tests.Peers;

/// <summary>A peer that serves until the test is over.</summary>
internal sealed class EndedProcess(Process process) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
