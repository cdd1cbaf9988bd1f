using Busbar.Modbus;

namespace Busbar.Benchmarks.Modbus;

/// <summary>Eight values in two requests.</summary>
[RegisterMap]
internal sealed partial class BenchmarkMeter
{
    [Input(0)]
    public partial float VoltageL1 { get; }

    [Input(2)]
    public partial float VoltageL2 { get; }

    [Input(4)]
    public partial float VoltageL3 { get; }

    [Input(12)]
    public partial float Power { get; }

    [Holding(100, As = RegisterType.Int16, Scale = 0.1)]
    public partial double Setpoint { get; set; }

    [Holding(101)]
    public partial ushort Step { get; }

    [Holding(102)]
    public partial int Energy { get; }

    [Holding(104, Bit = 0)]
    public partial bool Tripped { get; set; }
}
