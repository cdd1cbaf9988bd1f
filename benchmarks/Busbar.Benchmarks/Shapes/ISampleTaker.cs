namespace Busbar.Benchmarks.Shapes;

internal interface ISampleTaker
{
    void Take(in Sample sample);
}
