namespace Busbar.Modbus;

/// <summary>Addresses of one table that one request reads, and what became of the last one.</summary>
internal sealed class ReadBlock(ModbusTable table, int address, int count, int place, ModbusPoint[] points)
{
    public ModbusTable Table => table;

    public int Address => address;

    public int Count => count;

    /// <summary>Where its first octet (of registers) or bit is kept.</summary>
    public int Place => place;

    /// <summary>The points it reads, by address.</summary>
    public ModbusPoint[] Points => points;

    /// <summary>What the read of this poll gave.</summary>
    public BlockOutcome Outcome { get; set; }

    /// <summary>The quality of this poll's values when they failed.</summary>
    public Quality Quality { get; set; }

    /// <summary>The bad quality last said to the sink; good when none was or values were.</summary>
    public Quality Said { get; set; }

    /// <summary>When it was said, ticks of the monotonic clock.</summary>
    public long SaidAt { get; set; }

    /// <summary>Whether this poll's quality is to be said to the sink.</summary>
    public bool IsToBeSaid { get; set; }

    /// <summary>Whether it can be read in parts.</summary>
    public bool CanSplit => points.Any(point => point.Address != points[0].Address);

    /// <summary>Its parts: without gaps when it has some, otherwise two halves. So a refused address is found, and the points beside it are read.</summary>
    public IReadOnlyList<ReadBlock> Split()
    {
        var parts = new List<ReadBlock>();
        int start = 0;
        int end = points[0].End;
        for (int i = 1; i < points.Length; i++)
        {
            if (points[i].Address > end)
            {
                parts.Add(Part(start, i));
                start = i;
            }

            end = Math.Max(end, points[i].End);
        }

        if (start > 0)
            return [.. parts, Part(start, points.Length)];

        int half = points.Length / 2;
        while (points[half].Address == points[0].Address) // points at one address stay together
            half++;
        return [Part(0, half), Part(half, points.Length)];
    }

    private ReadBlock Part(int start, int end)
    {
        ModbusPoint[] part = points[start..end];
        int first = part[0].Address;
        int offset = (first - address) * (part[0].IsBit ? 1 : 2);
        return new ReadBlock(table, first, part.Max(point => point.End) - first, place + offset, part);
    }
}
