using System.Data;
using System.Data.Common;

namespace Busbar.Sql;

/// <summary>Finds the last packed sample of a series before a time. It lies in the last hour that holds one: in any of its packs, since samples may come late.</summary>
internal static class LastBefore
{
    // Newest first: of several samples of one time the first found is the one that was written last.
    private const string Query =
        "SELECT sequence, last_time, data FROM busbar_pack WHERE series = @series AND first_time < @time AND period = "
        + "(SELECT MAX(period) FROM busbar_pack WHERE series = @series AND period <= @period AND first_time < @time) ORDER BY sequence DESC";

    public static async Task<PackedSample?> ReadAsync(DbConnection connection, Series series, long id, long time, CancellationToken cancellationToken)
    {
        var statement = new Statement(connection, Query, ("series", DbType.Int64), ("period", DbType.Int64), ("time", DbType.Int64));
        await using (statement.ConfigureAwait(false))
        {
            DbDataReader rows = await statement.ReadAsync([id, Period.Of(time - 1), time], cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                PackedSample? last = null;
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (last is { } known && rows.GetInt64(1) <= known.Sample.SourceTimeNanoseconds)
                        continue; // the pack ends before what is found already
                    if (LastIn(rows.GetFieldValue<byte[]>(2), series, time) is { } sample && !(sample.SourceTimeNanoseconds <= last?.Sample.SourceTimeNanoseconds))
                        last = new PackedSample(sample, rows.GetInt64(0));
                }

                return last;
            }
        }
    }

    private static Sample? LastIn(byte[] data, Series series, long time)
    {
        Sample? last = null;
        var reader = new PackReader(data);
        while (!reader.AtEnd)
        {
            Sample sample = reader.Read(series);
            if (sample.SourceTimeNanoseconds >= time)
                break; // a pack is in ascending time
            last = sample;
        }

        return last;
    }
}
