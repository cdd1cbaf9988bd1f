using System.Runtime.CompilerServices;

namespace Busbar.Benchmarks.Shapes;

/// <summary>A sink's own encoding of a series: from a slot, and from a typed array that the series would have if it knew of its sinks.</summary>
internal sealed class SlotShape
{
    private const int Operations = 4096;
    private readonly Slot<Encoded> _slot = new();
    private readonly Series[] _series;
    private readonly Known[] _known;
    private int _sum;

    public SlotShape()
    {
        Series[] series = Inputs.Series(64, new SeriesRegistry());
        Known[] known = [.. series.Select(one => new Known(new Encoded(one.Name.Length)))];
        int[] picks = Inputs.Picks(Operations, [.. Enumerable.Range(0, series.Length)]);
        for (int i = 0; i < series.Length; i++)
            series[i].Set(_slot, known[i].Encodings[0]);
        _series = Array.ConvertAll(picks, pick => series[pick]);
        _known = Array.ConvertAll(picks, pick => known[pick]);
    }

    public static Shape Make()
    {
        var shape = new SlotShape();
        return new Shape("slot of a series", Operations, shape.BySlot, shape.ByArray);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BySlot()
    {
        int sum = 0;
        foreach (Series series in _series)
            sum += series.Get(_slot)!.Length;
        _sum += sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ByArray()
    {
        int sum = 0;
        foreach (Known known in _known)
            sum += known.Encodings[0].Length;
        _sum += sum;
    }

    private sealed class Encoded(int length)
    {
        public int Length { get; } = length;
    }

    private sealed class Known(Encoded encoded)
    {
        public Encoded[] Encodings { get; } = [encoded];
    }
}
