using System.Buffers;

namespace Busbar.Influx;

/// <summary>One contiguous buffer from the pool that grows as it is written. Used by one thread at a time, and again and again.</summary>
internal sealed class PooledBuffer(int initialSize) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(initialSize);
    private int _written;

    /// <summary>What was written; valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _written);

    public void Clear() => _written = 0;

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsSpan(_written);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _written = 0;
    }

    private void Ensure(int room)
    {
        if (_array.Length - _written >= Math.Max(room, 1))
            return;

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_written + Math.Max(room, 1), (int)Math.Min(_written * 2L, Array.MaxLength))));
        _array.AsSpan(0, _written).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
