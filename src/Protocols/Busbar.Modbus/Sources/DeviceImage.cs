namespace Busbar.Modbus;

/// <summary>
/// What a device's points are read into, and the batch of samples made of it: values where a read gave them, otherwise a quality
/// without a value when it is to be said. Not thread-safe. Allocates nothing per poll.
/// </summary>
internal sealed class DeviceImage
{
    private readonly PolledSeries[] _points;
    private readonly Dictionary<ModbusPoint, List<int>> _indexes = new(ReferenceEqualityComparer.Instance); // of a point's series
    private readonly byte[] _octets;
    private readonly bool[] _bits;
    private readonly Sample[] _batch;
    private readonly long _repeat;

    public DeviceImage(IReadOnlyList<ModbusPoint> points, Series[] series, ModbusSourceOptions options)
    {
        ReadPlan plan = ReadPlan.Of(points, options);
        Blocks = plan.Blocks;
        _octets = new byte[plan.OctetCount];
        _bits = new bool[plan.BitCount];
        _points = new PolledSeries[points.Count];
        _batch = new Sample[points.Count];
        _repeat = options.RepeatBadQuality.Ticks;
        for (int i = 0; i < points.Count; i++)
        {
            if (!_indexes.TryGetValue(points[i], out List<int>? indexes))
                _indexes.Add(points[i], indexes = []);
            indexes.Add(i);
        }

        foreach (ReadBlock block in Blocks)
        {
            foreach (ModbusPoint point in block.Points)
            {
                int place = block.Place + ((point.Address - block.Address) * (point.IsBit ? 1 : 2));
                foreach (int index in _indexes[point])
                    _points[index] = new PolledSeries(series[index], new PointReader(point, place)) { Block = block };
            }
        }
    }

    /// <summary>The reads of one poll.</summary>
    public List<ReadBlock> Blocks { get; }

    /// <summary>The samples made last.</summary>
    public ReadOnlyMemory<Sample> Batch => _batch;

    /// <summary>Where a read's registers go.</summary>
    public Memory<byte> Octets(ReadBlock block) => _octets.AsMemory(block.Place, block.Count * 2);

    /// <summary>Where a read's bits go.</summary>
    public Memory<bool> Bits(ReadBlock block) => _bits.AsMemory(block.Place, block.Count);

    /// <summary>Makes the samples of a poll, in the order of the points.</summary>
    /// <param name="time">The time of all of them, nanoseconds since the epoch.</param>
    /// <param name="now">Ticks of the monotonic clock, for what is said again.</param>
    /// <returns>How many samples there are at the start of <see cref="Batch"/>.</returns>
    public int MakeBatch(long time, long now)
    {
        foreach (ReadBlock block in Blocks)
            Decide(block, now);

        int count = 0;
        foreach (ref PolledSeries point in _points.AsSpan())
        {
            ReadBlock block = point.Block!;
            if (block.Outcome == BlockOutcome.Read)
                _batch[count++] = point.Reader.Read(point.Series, _octets, _bits, time);
            else if (block.IsToBeSaid)
                _batch[count++] = Sample.WithoutValue(point.Series, block.Quality, time);
        }

        return count;
    }

    /// <summary>Makes samples that say of all points that the device is away; what the reads of this poll gave stays.</summary>
    /// <inheritdoc cref="MakeBatch"/>
    public int MakeBatchOfLoss(Quality quality, long time, long now)
    {
        foreach (ReadBlock block in Blocks)
            DecideToSay(block, quality, now);

        int count = 0;
        foreach (ref PolledSeries point in _points.AsSpan())
        {
            if (point.Block!.IsToBeSaid)
                _batch[count++] = Sample.WithoutValue(point.Series, quality, time);
        }

        return count;
    }

    /// <summary>Has every bad quality said again at the next poll: the sink did not take it.</summary>
    public void ForgetSaid()
    {
        foreach (ReadBlock block in Blocks)
            block.Said = Quality.Good;
    }

    /// <summary>Reads a block in parts from now on.</summary>
    /// <returns>How many parts.</returns>
    public int Split(ReadBlock block)
    {
        IReadOnlyList<ReadBlock> parts = block.Split();
        int index = Blocks.IndexOf(block);
        Blocks.RemoveAt(index);
        Blocks.InsertRange(index, parts);
        foreach (ReadBlock part in parts)
        {
            foreach (ModbusPoint point in part.Points)
            {
                foreach (int i in _indexes[point])
                    _points[i].Block = part;
            }
        }

        return parts.Count;
    }

    private void Decide(ReadBlock block, long now)
    {
        block.IsToBeSaid = false;
        if (block.Outcome == BlockOutcome.Read)
            block.Said = Quality.Good;
        else if (block.Outcome == BlockOutcome.Failed)
            DecideToSay(block, block.Quality, now);
    }

    private void DecideToSay(ReadBlock block, Quality quality, long now)
    {
        block.IsToBeSaid = block.Said != quality || now - block.SaidAt >= _repeat;
        if (!block.IsToBeSaid)
            return;
        block.Said = quality;
        block.SaidAt = now;
    }
}
