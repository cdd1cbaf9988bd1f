using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Busbar;

/// <summary>
/// The live value of each series of one registry, with a version: for snapshots, interrogation answers, formulas, and for screens
/// that look for changes at their own pace, so that a write costs nothing per screen. A backfilled sample never replaces a live
/// one; otherwise the last one written stands, whatever its time: a clock that was set back must not freeze a value. Any thread;
/// writing allocates nothing once every series was seen, and readers never hold up a writer.
/// </summary>
public sealed class SampleTable : ISink<Sample>
{
    private readonly Lock _writing = new();
    private readonly SeriesRegistry _registry;
    private Row[] _rows = [];
    private long _version;
    private long _foreign;

    /// <summary>An empty table.</summary>
    /// <param name="registry">The registry whose series it holds; the default one unless given.</param>
    public SampleTable(SeriesRegistry? registry = null) => _registry = registry ?? SeriesRegistry.Default;

    /// <summary>Grows by one with every change of a row; 0 while nothing was written.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Samples not taken because their series belongs to another registry, or because they have none.</summary>
    public long Foreign => Volatile.Read(ref _foreign);

    /// <summary>Takes samples; the last one of each series stands.</summary>
    /// <returns>How many were given, less those of another registry.</returns>
    public int Write(ReadOnlySpan<Sample> items)
    {
        int taken = items.Length;
        lock (_writing)
        {
            foreach (ref readonly Sample item in items)
            {
                if (!ReferenceEquals(item.Series?.Group.Registry, _registry))
                {
                    taken--;
                    _foreign++;
                    continue;
                }

                ref Row row = ref RowOf(item.Series!.Index);
                if ((item.TimeFlags & TimeFlags.Backfill) != 0 && row.Version != 0)
                    continue;

                // A sequence lock: odd while the row is being changed, so that a reader knows to look again.
                Volatile.Write(ref row.Sequence, row.Sequence + 1);
                Volatile.WriteBarrier();
                row.Sample = item;
                row.Version = _version + 1;
                Volatile.Write(ref row.Sequence, row.Sequence + 1);
                Volatile.Write(ref _version, _version + 1);
            }
        }

        return taken;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <summary>The live value of a series.</summary>
    /// <returns>False when none was written.</returns>
    public bool TryGet(Series series, out Sample sample)
    {
        ArgumentNullException.ThrowIfNull(series);
        Row[] rows = Volatile.Read(ref _rows);
        if ((uint)series.Index < (uint)rows.Length && ReferenceEquals(series.Group.Registry, _registry))
            return Read(ref rows[series.Index], out sample) > 0;
        sample = default;
        return false;
    }

    /// <summary>Copies what changed after a version, by the index of the series: all in several calls when the destination is small.</summary>
    /// <param name="since">The version of the last complete look, 0 for everything.</param>
    /// <param name="from">The index to go on from; 0 at first. Set to where to go on, or to -1 when all was looked at.</param>
    /// <param name="destination">Where the samples go.</param>
    /// <returns>How many were copied. Read <see cref="Version"/> before the first call: it is the next look's <paramref name="since"/>.</returns>
    public int CopyChangedSince(long since, ref int from, Span<Sample> destination)
    {
        Row[] rows = Volatile.Read(ref _rows);
        int count = 0;
        for (int index = from; index < rows.Length; index++)
        {
            if (Volatile.Read(ref rows[index].Version) <= since)
                continue;
            if (count == destination.Length)
            {
                from = index;
                return count;
            }

            if (Read(ref rows[index], out destination[count]) > since)
                count++;
        }

        from = -1;
        return count;
    }

    /// <summary>Copies a row as it stood at one moment.</summary>
    /// <returns>Its version.</returns>
    private static long Read(ref Row row, out Sample sample)
    {
        var spin = new SpinWait();
        while (true)
        {
            int before = Volatile.Read(ref row.Sequence);
            if ((before & 1) == 0)
            {
                sample = row.Sample;
                long version = row.Version;
                Volatile.ReadBarrier();
                if (Volatile.Read(ref row.Sequence) == before)
                    return version;
            }

            spin.SpinOnce();
        }
    }

    private ref Row RowOf(int index)
    {
        if ((uint)index >= (uint)_rows.Length)
            Grow(index);
        return ref _rows[index];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int index)
    {
        var larger = new Row[Math.Max(index + 1, Math.Max(64, _rows.Length * 2))];
        _rows.CopyTo(larger, 0);
        Volatile.Write(ref _rows, larger);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        public Sample Sample;
        public long Version;
        public int Sequence;
    }
}
