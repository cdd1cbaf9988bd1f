using System.IO.Pipelines;

namespace Busbar.Sockets;

/// <summary>Writes datagrams: what stands between two ends of messages is one. Allocates nothing once its buffer has grown and while the kernel has room.</summary>
internal sealed class DatagramWriter(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<int>> send) : PipeWriter
{
    private const int InitialSize = 1024;

    private readonly List<int> _ends = [];
    private byte[] _octets = new byte[InitialSize];
    private int _count;
    private int _sent; // messages

    /// <summary>Ends the message of what was written since the last one; nothing leaves before <see cref="FlushAsync"/>.</summary>
    public void EndMessage()
    {
        if (_count > (_ends.Count > 0 ? _ends[^1] : 0))
            _ends.Add(_count);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        int size = Math.Max(sizeHint, 1);
        if (_octets.Length - _count < size)
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _count + size));
        return _octets.AsMemory(_count);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_octets.Length - _count), nameof(bytes));
        _count += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        while (_sent < _ends.Count)
        {
            ValueTask<int> sending = SendNext(cancellationToken);
            if (!sending.IsCompletedSuccessfully)
                return FlushSlowlyAsync(sending, cancellationToken);
            _ = sending.Result;
        }

        Forget();
        return default;
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    private async ValueTask<FlushResult> FlushSlowlyAsync(ValueTask<int> sending, CancellationToken cancellationToken)
    {
        await sending.ConfigureAwait(false);
        while (_sent < _ends.Count)
            await SendNext(cancellationToken).ConfigureAwait(false);
        Forget();
        return default;
    }

    private ValueTask<int> SendNext(CancellationToken cancellationToken)
    {
        int start = _sent == 0 ? 0 : _ends[_sent - 1];
        return send(_octets.AsMemory(start.._ends[_sent++]), cancellationToken);
    }

    /// <summary>What was sent; a message that has begun stays.</summary>
    private void Forget()
    {
        int sent = _ends.Count > 0 ? _ends[^1] : 0;
        _octets.AsSpan(sent, _count - sent).CopyTo(_octets);
        _count -= sent;
        _ends.Clear();
        _sent = 0;
    }
}
