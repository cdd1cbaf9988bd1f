using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Busbar.AspNetCore;

/// <summary>
/// Writes to the socket of a connection that Kestrel gave up, past its pipe: one copy and one change of thread less for each write. Kestrel
/// may still be sending its answer to the upgrade when the first write comes; that it was sent is sure once the peer has said something. So
/// a connection that is written to before goes through the pipe, for good.
/// </summary>
internal sealed class UpgradedOutput(PipeWriter pipe, Socket socket, UpgradedInput input) : PipeWriter
{
    private PipeWriter? _chosen;

    private PipeWriter Chosen => _chosen ??= Choose();

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        ValueTask<FlushResult> written = Chosen.WriteAsync(source, cancellationToken);
        return written.IsCompletedSuccessfully ? written : AwaitAsync(written);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<FlushResult> flushed = Chosen.FlushAsync(cancellationToken);
        return flushed.IsCompletedSuccessfully ? flushed : AwaitAsync(flushed);
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => Chosen.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => Chosen.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void Advance(int bytes) => Chosen.Advance(bytes);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => Chosen.CancelPendingFlush();

    /// <summary>The connection is Kestrel's to end.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    private PipeWriter Choose()
    {
        if (!input.HasRead)
            return pipe;
        try
        {
            return Create(new NetworkStream(socket, ownsSocket: false));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return pipe; // the peer is gone, which the pipe tells
        }
    }

    /// <summary>A peer that is gone is told as Kestrel's pipe tells it: nobody reads any more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<FlushResult> AwaitAsync(ValueTask<FlushResult> flushing)
    {
        try
        {
            return await flushing.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return new FlushResult(isCanceled: false, isCompleted: true);
        }
    }
}
