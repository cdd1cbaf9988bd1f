using Busbar.Generators.Models;

namespace Busbar.Generators.Parsing;

/// <summary>
/// The fewest reads that bring what is asked for, by the rule of <c>Busbar.Modbus.ReadPlan</c>, beside which a test holds this: from the
/// lowest address on, each read takes what fits into it across the gaps it may read along. To begin a read later than at the first
/// value still missing never helps.
/// </summary>
internal static class ReadPlanner
{
    public static IReadOnlyList<ReadModel> Plan(IEnumerable<ReadModel> wanted, ReadLimits limits)
    {
        var reads = new List<ReadModel>();
        foreach (IGrouping<MapTable, ReadModel> table in wanted.GroupBy(one => one.Table).OrderBy(group => group.Key))
        {
            ReadModel? read = null;
            foreach (ReadModel next in table.OrderBy(one => one.Address).ThenBy(one => one.Count))
            {
                if (read is null || next.Address - read.End > limits.GapOf(table.Key) || next.End - read.Address > limits.LimitOf(table.Key))
                {
                    if (read is not null)
                        reads.Add(read);
                    read = next;
                }
                else
                {
                    read = read with { Count = Math.Max(read.End, next.End) - read.Address };
                }
            }

            reads.Add(read!);
        }

        return reads;
    }
}
