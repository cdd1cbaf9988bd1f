using System.IO.Pipelines;

namespace Busbar.AspNetCore;

/// <summary>What an upgraded connection receives; it knows whether that was anything.</summary>
internal sealed class UpgradedInput(PipeReader input) : PipeReader
{
    private volatile bool _hasRead;

    /// <summary>The peer has said something since the upgrade.</summary>
    public bool HasRead => _hasRead;

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => _hasRead ? input.ReadAsync(cancellationToken) : ReadFirstAsync(cancellationToken);

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        bool hasResult = input.TryRead(out result);
        _hasRead |= hasResult && !result.Buffer.IsEmpty;
        return hasResult;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead() => input.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => input.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => input.CompleteAsync(exception);

    private async ValueTask<ReadResult> ReadFirstAsync(CancellationToken cancellationToken)
    {
        ReadResult read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
        _hasRead = !read.Buffer.IsEmpty;
        return read;
    }
}
