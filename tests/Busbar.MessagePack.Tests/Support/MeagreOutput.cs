using System.Buffers;

namespace Busbar.MessagePack.Tests.Support;

/// <summary>A buffer writer that lends exactly what is asked for, or one octet, and another array each time.</summary>
internal sealed class MeagreOutput : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _lent = [];

    public byte[] ToArray() => [.. _written];

    public void Advance(int count)
    {
        _written.AddRange(_lent.AsSpan(0, count));
        _lent = [];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => _lent = new byte[Math.Max(1, sizeHint)];

    public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();
}
