namespace Busbar.Messaging;

/// <summary>
/// What the topic of one series does with its samples: the later one written replaces the one before, and is encoded when somebody
/// wants it. While the samples have no value, the last one that had is kept and told with them. Called under the topic's lock.
/// </summary>
internal sealed class SampleEncoder(SampleEncoder.Counts counts) : ITopicEncoder<Sample>
{
    private Sample _lastWithValue; // meaningful while the present sample has no value

    public bool Replaces(in Sample current, in Sample next)
    {
        if (next.SourceTimeNanoseconds < current.SourceTimeNanoseconds)
            counts.AddSetBack();
        if (next.Kind == SampleKind.None && current.Kind != SampleKind.None)
            _lastWithValue = current;
        return true;
    }

    public bool TryEncode(in Sample value, Span<byte> destination, out int written)
    {
        bool fits = value.Kind == SampleKind.None && _lastWithValue.Series is not null
            ? SampleJson.TryFormat(value, _lastWithValue, destination, out written)
            : SampleJson.TryFormat(value, destination, out written);
        if (fits)
            counts.AddEncoded();
        return fits;
    }

    /// <summary>What all topics of a feed count together.</summary>
    internal sealed class Counts
    {
        private long _setBack;
        private long _encoded;

        /// <summary>Samples older than the one they replaced.</summary>
        public long SetBack => Volatile.Read(ref _setBack);

        /// <summary>How often a sample was turned into octets.</summary>
        public long Encoded => Volatile.Read(ref _encoded);

        public void AddSetBack() => Interlocked.Increment(ref _setBack);

        public void AddEncoded() => Interlocked.Increment(ref _encoded);
    }
}
