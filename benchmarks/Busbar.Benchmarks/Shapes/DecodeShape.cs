using Busbar.Benchmarks.Modbus;

namespace Busbar.Benchmarks.Shapes;

/// <summary>MBAP frames one behind the other: the codec, and a loop by hand.</summary>
internal static class DecodeShape
{
    public static Shape Make()
    {
        var frames = new MbapCodecBenchmarks();
        frames.Setup();
        return new Shape("MBAP frame decoded", MbapCodecBenchmarks.Operations, () => frames.Codec(), () => frames.ByHand());
    }
}
