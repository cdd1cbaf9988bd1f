using System.Runtime.InteropServices;

namespace Busbar.Tool;

/// <summary>Ctrl-C, SIGTERM and the terminal's closing as a token: the first asks for an orderly end, a second Ctrl-C ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp; // ignored under nohup, as it was before

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
    }

    public CancellationToken Token => _stopping.Token;

    /// <summary>Ctrl-C was pressed.</summary>
    public bool Interrupted { get; private set; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
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
