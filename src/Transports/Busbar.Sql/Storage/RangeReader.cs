using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Busbar.Sql;

/// <summary>Reads a range of one series in ascending time, an hour in memory at a time: the packs of the table, and the copy of what lies in the journal.</summary>
internal sealed class RangeReader(Series series, List<Sample> journal, long journalRank)
{
    private const string Query =
        "SELECT period, sequence, data FROM busbar_pack WHERE series = @series AND period >= @first AND period <= @last AND first_time < @to AND last_time >= @from ORDER BY period, sequence";

    private readonly List<Sample> _hour = [];
    private int _journalNext;

    public async IAsyncEnumerable<ReadOnlyMemory<Sample>> ReadAsync(
        DbConnection connection, long id, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var statement = new Statement(connection, Query, ("series", DbType.Int64), ("first", DbType.Int64), ("last", DbType.Int64), ("to", DbType.Int64), ("from", DbType.Int64));
        await using (statement.ConfigureAwait(false))
        {
            DbDataReader rows = await statement.ReadAsync([id, Period.Of(from), Period.Of(to - 1), to, from], cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                long? hour = null;
                bool journalAdded = false;
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    long period = rows.GetInt64(0);
                    if (period != hour)
                    {
                        if (hour is { } done)
                            yield return Finish(done, journalAdded);
                        AddJournalBefore(period);
                        if (_hour.Count > 0)
                            yield return Finish(null, journalAdded: true);
                        hour = period;
                        journalAdded = false;
                    }

                    // A pack numbered after the copy of the journal was made was made of that journal, or of what came later.
                    if (!journalAdded && rows.GetInt64(1) > journalRank)
                    {
                        AddJournalOf(period);
                        journalAdded = true;
                    }

                    Unpack(rows.GetFieldValue<byte[]>(2), from, to);
                }

                if (hour is { } last)
                    yield return Finish(last, journalAdded);
            }
        }

        if (_journalNext < journal.Count)
            yield return Relabelled(_journalNext, journal.Count);
    }

    // The hour is whole: ordered, and of several samples of one time the one that was written last.
    private ReadOnlyMemory<Sample> Finish(long? period, bool journalAdded)
    {
        if (period is { } hour && !journalAdded)
            AddJournalOf(hour);
        Sample[] samples = [.. _hour];
        _hour.Clear();
        bool ascending = true;
        for (int i = 1; i < samples.Length && ascending; i++)
            ascending = samples[i - 1].SourceTimeNanoseconds < samples[i].SourceTimeNanoseconds;
        return samples.AsMemory(0, ascending ? samples.Length : SampleOrder.SortAndKeepLast(samples));
    }

    private void AddJournalBefore(long period) => AddJournal(sample => Period.Of(sample) < period);

    private void AddJournalOf(long period) => AddJournal(sample => Period.Of(sample) <= period);

    private void AddJournal(Func<long, bool> belongs)
    {
        while (_journalNext < journal.Count && belongs(journal[_journalNext].SourceTimeNanoseconds))
            _hour.Add(Own(journal[_journalNext++]));
    }

    private ReadOnlyMemory<Sample> Relabelled(int from, int to)
    {
        Sample[] samples = [.. CollectionsMarshal.AsSpan(journal)[from..to]];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = Own(samples[i]);
        return samples;
    }

    // The journal holds samples of the series as its writer knows it, maybe of another registry.
    private Sample Own(Sample sample) => ReferenceEquals(sample.Series, series) ? sample : sample.WithSeries(series);

    private void Unpack(byte[] data, long from, long to)
    {
        var reader = new PackReader(data);
        while (!reader.AtEnd)
        {
            Sample sample = reader.Read(series);
            if (sample.SourceTimeNanoseconds >= from && sample.SourceTimeNanoseconds < to)
                _hour.Add(sample);
        }
    }
}
