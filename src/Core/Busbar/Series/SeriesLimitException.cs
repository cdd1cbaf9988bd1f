namespace Busbar;

/// <summary>A series was to be made in a registry that holds as many as it may: the sign of an identity made of something that varies.</summary>
public sealed class SeriesLimitException : InvalidOperationException
{
    internal SeriesLimitException(string name, int limit)
        : base($"Series \"{name}\" was not made: the registry holds its limit of {limit} series. Keep what varies (times, counters, ids) out of names and tags, or raise the limit.")
    {
        SeriesName = name;
        Limit = limit;
    }

    /// <summary>The name of the series that was not made.</summary>
    public string SeriesName { get; }

    /// <summary>How many the registry may hold.</summary>
    public int Limit { get; }
}
