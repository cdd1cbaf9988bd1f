using Busbar.Benchmarks.Shapes;

namespace Busbar.Benchmarks.Core;

/// <summary>A subscriber that does next to nothing, so that what is measured is getting to it.</summary>
internal sealed class Counter : IObserver<Sample>, ISampleTaker
{
    private ulong _sum;

    public void Take(in Sample sample) => _sum += sample.Bits;

    public void OnNext(Sample value) => _sum += value.Bits;

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
