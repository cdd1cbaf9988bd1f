namespace Busbar.Influx.Tests;

/// <summary>More fields than are kept on the stack.</summary>
[Measurement("wide")]
internal sealed partial record WidePoint([Timestamp] DateTimeOffset Time)
{
    [Field] public int A { get; init; }
    [Field] public int B { get; init; }
    [Field] public int C { get; init; }
    [Field] public int D { get; init; }
    [Field] public int E { get; init; }
    [Field] public int F { get; init; }
    [Field] public int G { get; init; }
    [Field] public int H { get; init; }
    [Field] public int I { get; init; }
    [Field] public int J { get; init; }
    [Field] public int K { get; init; }
    [Field] public int L { get; init; }
    [Field] public int M { get; init; }
    [Field] public int N { get; init; }
    [Field] public int O { get; init; }
    [Field] public int P { get; init; }
    [Field] public int Q { get; init; } = 17;
}
