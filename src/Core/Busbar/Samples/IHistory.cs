namespace Busbar;

/// <summary>What keeps samples and can be asked for them.</summary>
public interface IHistory
{
    /// <summary>Reads samples of one series whose source time lies in [<paramref name="from"/>, <paramref name="to"/>), in ascending time.</summary>
    /// <param name="series">Of what.</param>
    /// <param name="from">First instant, nanoseconds since the epoch.</param>
    /// <param name="to">First instant beyond, nanoseconds since the epoch.</param>
    /// <param name="limit">How many at most; the earliest are returned. At least 1.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    ValueTask<IReadOnlyList<Sample>> ReadAsync(Series series, long from, long to, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a range as at most about <paramref name="points"/> samples: with more in the range, each of points/2 equal spans
    /// contributes its least and its greatest value (and a sample without a usable value, when it has one), so that neither a
    /// spike nor an outage is lost. The last sample before spans without any, and the last of all, stay too: they hold from there on.
    /// </summary>
    /// <returns>The samples in ascending time, and whether any were left out.</returns>
    ValueTask<(IReadOnlyList<Sample> Samples, bool Reduced)> ReadReducedAsync(Series series, long from, long to, int points, CancellationToken cancellationToken = default);

    /// <summary>
    /// The sample of that series with the latest source time earlier than <paramref name="time"/>, or null: what holds when a range
    /// begins, however long nothing has changed.
    /// </summary>
    /// <param name="series">Of what.</param>
    /// <param name="time">First instant that does not count, nanoseconds since the epoch.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    ValueTask<Sample?> ReadBeforeAsync(Series series, long time, CancellationToken cancellationToken = default);

    /// <summary>The sample of that series with the latest source time, or null.</summary>
    ValueTask<Sample?> ReadLatestAsync(Series series, CancellationToken cancellationToken = default);
}
