namespace Busbar.Sql;

/// <summary>How many samples there are, and how many octets their packs have.</summary>
internal readonly record struct Total(long Samples, long Octets)
{
    public static Total operator +(Total left, Total right) => new(left.Samples + right.Samples, left.Octets + right.Octets);

    public static Total operator -(Total left, Total right) => new(left.Samples - right.Samples, left.Octets - right.Octets);

    public bool IsTooMuch(SqlHistoryOptions options) => Samples > options.RetainCount || Octets > options.RetainBytes;
}
