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
        new("Event", static (number, word) => $$"""
            using System;
            using System.Threading.Tasks;
            using Busbar;
            using Busbar.Messaging;

            namespace Plant;

            public sealed partial class Bays{{number}}(Broker broker) : TopicHandler(broker)
            {
                [Event("plant/{bay}/power")]
                private void On{{word}}Power(int bay, double kilowatts)
                {
                }

                [Event("plant/{bay}/breaker")]
                private Task OnBreakerAsync(int bay, bool isClosed, DateTimeOffset at) => Task.CompletedTask;

                [Event("notes/#")]
                private void OnNote(string author, string text = "")
                {
                }
            }
            """),
        new("Published", static (number, word) => $$"""
            using System.Threading.Tasks;
            using Busbar;

            namespace Plant;

            public static partial class Functions{{number}}
            {
                /// <summary>Adds two numbers.</summary>
                [Published]
                public static double {{word}}Addition(double x, double y = 2) => x + y;

                [Published]
                public static Task<string> Repeat(string text, int times) => Task.FromResult(text);

                [Published]
                public static int[] Sorted(int[] numbers, bool isDescending = false) => numbers;
            }
            """),
    ];

    /// <inheritdoc/>
    public override string ToString() => Attribute;
}
