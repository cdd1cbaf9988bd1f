using System.Runtime.InteropServices;

namespace Busbar.Tool;

/// <summary>Ctrl-C and SIGTERM as a token: the first asks for an orderly end, a second Ctrl-C ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _stopping.Token;

    /// <summary>Ctrl-C was pressed.</summary>
    public bool Interrupted { get; private set; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stopping.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (_stopping.IsCancellationRequested)
            return; // not cancelled: the runtime's own handling ends the process
        Interrupted = context.Signal == PosixSignal.SIGINT;
        context.Cancel = true;
        _stopping.Cancel();
    }
}
