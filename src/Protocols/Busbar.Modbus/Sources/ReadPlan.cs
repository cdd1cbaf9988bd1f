namespace Busbar.Modbus;

/// <summary>
/// The fewest reads that bring a device's points: from the lowest address on, each read takes what fits into it across the gaps it
/// may read along. Greedy is optimal here: to begin a read later than at the first point still missing never helps.
/// </summary>
internal sealed class ReadPlan
{
    private ReadPlan(List<ReadBlock> blocks, int octets, int bits)
    {
        Blocks = blocks;
        OctetCount = octets;
        BitCount = bits;
    }

    /// <summary>The reads, by table and address.</summary>
    public List<ReadBlock> Blocks { get; }

    /// <summary>Octets that hold the registers of all reads.</summary>
    public int OctetCount { get; }

    /// <summary>Bits of all reads.</summary>
    public int BitCount { get; }

    public static ReadPlan Of(IEnumerable<ModbusPoint> points, ModbusSourceOptions options)
    {
        var blocks = new List<ReadBlock>();
        int octets = 0;
        int bits = 0;
        foreach (IGrouping<ModbusTable, ModbusPoint> table in points.GroupBy(point => point.Table).OrderBy(group => group.Key))
        {
            ModbusPoint[] sorted = [.. table.OrderBy(point => point.Address).ThenBy(point => point.Count)];
            bool isBit = sorted[0].IsBit;
            (int limit, int gap) = isBit ? (options.MaxBitsPerRead, options.MaxBitGap) : (options.MaxRegistersPerRead, options.MaxRegisterGap);
            for (int start = 0; start < sorted.Length;)
            {
                int next = EndOfRead(sorted, start, limit, gap, out int end);
                int count = end - sorted[start].Address;
                blocks.Add(new ReadBlock(table.Key, sorted[start].Address, count, isBit ? bits : octets, sorted[start..next]));
                if (isBit)
                    bits += count;
                else
                    octets += count * 2;
                start = next;
            }
        }

        return new ReadPlan(blocks, octets, bits);
    }

    /// <returns>The first point that needs another read.</returns>
    private static int EndOfRead(ModbusPoint[] sorted, int start, int limit, int gap, out int end)
    {
        end = sorted[start].End;
        int next = start + 1;
        while (next < sorted.Length && sorted[next].Address - end <= gap && sorted[next].End - sorted[start].Address <= limit)
            end = Math.Max(end, sorted[next++].End);
        return next;
    }
}
