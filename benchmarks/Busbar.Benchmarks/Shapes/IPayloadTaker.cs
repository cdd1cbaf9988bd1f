namespace Busbar.Benchmarks.Shapes;

internal interface IPayloadTaker
{
    void Take(ReadOnlySpan<byte> payload);
}
