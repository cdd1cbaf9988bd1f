using System.IO.Pipelines;
using Busbar.Links;

namespace Busbar.Testing;

/// <summary>One end of a connection in memory; <see cref="CreatePair"/> makes both.</summary>
public sealed class MemoryConnection : Connection
{
    private readonly Pipe _incoming;
    private readonly Pipe _outgoing;
    private readonly TaskCompletionSource<CloseReason?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MemoryConnection(Pipe incoming, Pipe outgoing, string target)
    {
        _incoming = incoming;
        _outgoing = outgoing;
        Target = target;
    }

    /// <inheritdoc/>
    public override PipeReader Input => _incoming.Reader;

    /// <inheritdoc/>
    public override PipeWriter Output => _outgoing.Writer;

    /// <inheritdoc/>
    public override string Target { get; }

    /// <summary>Ends when this end was disposed (null) or aborted (the reason).</summary>
    public Task<CloseReason?> Ended => _ended.Task;

    /// <summary>Two ends: what is written to one is read from the other.</summary>
    /// <param name="capacity">Octets one direction holds before a flush waits for the reader.</param>
    public static (MemoryConnection Near, MemoryConnection Far) CreatePair(int capacity = 64 * 1024)
    {
        // Without a synchronization context, and resuming on the thread pool as sockets do.
        var options = new PipeOptions(pauseWriterThreshold: capacity, resumeWriterThreshold: capacity / 2, useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        return (new MemoryConnection(back, there, "memory (near)"), new MemoryConnection(there, back, "memory (far)"));
    }

    /// <inheritdoc/>
    public override void Abort(CloseReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (!_ended.TrySetResult(reason))
            return;
        var reset = new IOException($"connection reset: {reason.Message}");
        _outgoing.Writer.Complete(reset);
        _incoming.Reader.CancelPendingRead();
        _outgoing.Writer.CancelPendingFlush();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _ended.TrySetResult(null);
        await _outgoing.Writer.CompleteAsync().ConfigureAwait(false);
        await _incoming.Reader.CompleteAsync().ConfigureAwait(false);
    }
}
