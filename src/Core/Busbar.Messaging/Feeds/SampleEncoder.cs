namespace Busbar.Messaging;

/// <summary>What a feed's topics do with their samples: the later one written replaces the one before, and is encoded when somebody wants it.</summary>
internal sealed class SampleEncoder : ITopicEncoder<Sample>
{
    private long _setBack;
    private long _encoded;

    /// <summary>Samples older than the one they replaced.</summary>
    public long SetBack => Volatile.Read(ref _setBack);

    /// <summary>How often a sample was turned into octets.</summary>
    public long Encoded => Volatile.Read(ref _encoded);

    public bool Replaces(in Sample current, in Sample next)
    {
        if (next.SourceTimeNanoseconds < current.SourceTimeNanoseconds)
            Interlocked.Increment(ref _setBack);
        return true;
    }

    public bool TryEncode(in Sample value, Span<byte> destination, out int written)
    {
        if (!SampleJson.TryFormat(value, destination, out written))
            return false;
        Interlocked.Increment(ref _encoded);
        return true;
    }
}
