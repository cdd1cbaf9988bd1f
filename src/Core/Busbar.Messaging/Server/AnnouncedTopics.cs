namespace Busbar.Messaging;

/// <summary>The topics that a connection was told of: a bit for each.</summary>
internal sealed class AnnouncedTopics
{
    private ulong[] _bits = [];

    /// <summary>Notes a topic.</summary>
    /// <returns>False when it was noted before.</returns>
    public bool Add(int topic)
    {
        int word = topic >> 6;
        if (word >= _bits.Length)
            Array.Resize(ref _bits, Math.Max(word + 1, _bits.Length * 2));
        ulong bit = 1UL << topic;
        bool isNew = (_bits[word] & bit) == 0;
        _bits[word] |= bit;
        return isNew;
    }

    public void Clear() => Array.Clear(_bits);
}
