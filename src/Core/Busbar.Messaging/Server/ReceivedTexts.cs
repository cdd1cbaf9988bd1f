using System.Buffers;

namespace Busbar.Messaging;

/// <summary>What a client sent and is not worked off: texts, or runs of frames, one behind the other in a pooled array. Not thread-safe.</summary>
internal sealed class ReceivedTexts
{
    private const int FirstLength = 1024;

    private readonly List<int> _ends = [];
    private byte[] _octets = [];

    public int Count => _ends.Count;

    /// <summary>Octets of all.</summary>
    public int Length => Count == 0 ? 0 : _ends[^1];

    public ReadOnlyMemory<byte> this[int index] => _octets.AsMemory((index == 0 ? 0 : _ends[index - 1]).._ends[index]);

    /// <summary>Takes one; copied.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        int start = Length;
        if (_octets.Length - start < text.Length)
            Grow(start, text.Length);
        text.CopyTo(_octets.AsSpan(start));
        _ends.Add(start + text.Length);
    }

    /// <summary>Forgets all, and gives the memory back.</summary>
    public void Clear()
    {
        _ends.Clear();
        Release();
    }

    private void Grow(int length, int more)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstLength, Math.Max(_octets.Length * 2, length + more)));
        _octets.AsSpan(0, length).CopyTo(larger);
        Release();
        _octets = larger;
    }

    private void Release()
    {
        if (_octets.Length > 0)
            ArrayPool<byte>.Shared.Return(_octets);
        _octets = [];
    }
}
