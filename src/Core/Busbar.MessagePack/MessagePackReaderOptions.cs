namespace Busbar.MessagePack;

/// <summary>How much a <see cref="MessagePackReader"/> believes. Copied and validated where it is given.</summary>
public sealed record MessagePackReaderOptions
{
    internal const int DefaultMaxDepth = 64;
    internal const int DefaultMaxLength = 64 * 1024 * 1024;
    internal const int DefaultMaxCount = 16 * 1024 * 1024;
    internal const int LargestMaxDepth = 512; // a level takes stack: eight octets while skipped, some 1,000 as JSON

    /// <summary>How many arrays and maps may lie within each other; 1 to 512, default 64.</summary>
    public int MaxDepth { get; set; } = DefaultMaxDepth;

    /// <summary>Octets of one string, one binary or one extension; 0 to 2,147,483,647, default 64 MiB.</summary>
    public int MaxLength { get; set; } = DefaultMaxLength;

    /// <summary>
    /// Elements of one array, pairs of one map; 0 to 2,147,483,647, default 16,777,216. In an input that is complete no more are
    /// believed than octets are left.
    /// </summary>
    public int MaxCount { get; set; } = DefaultMaxCount;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDepth, 1, nameof(MaxDepth));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDepth, LargestMaxDepth, nameof(MaxDepth));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxLength, nameof(MaxLength));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxCount, nameof(MaxCount));
    }
}
