namespace Busbar.Benchmarks.Generators;

/// <summary>A kind of class that something is generated for.</summary>
/// <param name="Attribute">What it carries, which names it in the figures.</param>
/// <param name="Text">A file with the class of that number; the word becomes part of one member's name, so that another word is an edit.</param>
public sealed record AttributedClass(string Attribute, Func<int, string, string> Text)
{
    /// <summary>Every kind that is measured; another generator adds its own.</summary>
    public static IReadOnlyList<AttributedClass> All { get; } =
    [
        new("Measurement", static (number, word) => $$"""
            using System;
            using Busbar;

            namespace Plant;

            [Measurement("feeder_{{number}}")]
            public readonly partial record struct Feeder{{number}}(
                [Tag] string Site, [Tag] string Bay, [Field(Unit = "kW")] double {{word}}Power, [Field(Unit = "V")] float Voltage, [Field] long Switchings, [Field] bool Closed,
                [Timestamp] DateTimeOffset Time);
            """),
        new("RegisterMap", static (number, word) => $$"""
            using Busbar.Modbus;

            namespace Plant;

            [RegisterMap]
            public sealed partial class Meter{{number}}
            {
                [Input(0, EngineeringUnit = "V")]
                public partial float {{word}}Voltage { get; }

                [Input(2)]
                public partial float Current { get; }

                [Input(12, EngineeringUnit = "W")]
                public partial float Power { get; }

                [Holding(100, As = RegisterType.Int16, Scale = 0.1)]
                public partial double Setpoint { get; set; }

                [Holding(102)]
                public partial int Energy { get; }

                [Coil(3)]
                public partial bool Enabled { get; set; }
            }
            """),
    ];

    /// <inheritdoc/>
    public override string ToString() => Attribute;
}
