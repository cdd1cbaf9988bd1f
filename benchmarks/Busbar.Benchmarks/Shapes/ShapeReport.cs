using Busbar.Benchmarks.Messaging;

namespace Busbar.Benchmarks.Shapes;

/// <summary>Every shape, measured and printed as a table.</summary>
internal static class ShapeReport
{
    private static readonly Func<Shape>[] Shapes =
    [
        SlotShape.Make,
        RingShape.OfSingleWriter,
        RingShape.OfMany,
        RingShape.AsBatches,
        RingShape.BesideTheGate,
        DecodeShape.Make,
        () => HubShape.Make(1),
        () => HubShape.Make(8),
        () => HubShape.Make(64),
        () => BrokerShape.Make(1),
        () => BrokerShape.Make(8),
        () => BrokerShape.Make(64),
        .. BrokerShapes.All,
        DispatchShape.BesideReflection,
        DispatchShape.BesideDelegates,
        DispatchShape.OfHundred,
        DispatchShape.OfHundredWithOneName,
        DispatchShape.OfHundredInTurn,
        DispatchShape.OfBareSwitches,
        DispatchShape.OfBareSwitchesWithOneNumber,
        CallShape.BesideReflection,
        CallShape.BesideDelegates,
    ];

    /// <summary>Each shape once, to see that it works.</summary>
    public static void RunOnce()
    {
        foreach (Func<Shape> make in Shapes)
        {
            Shape shape = make();
            shape.Ours();
            shape.ByHand();
        }
    }

    /// <summary>Measures and prints.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="words">Only the shapes whose name contains one of them; all when there are none.</param>
    /// <returns>Whether there was anything to measure.</returns>
    public static bool Print(TextWriter output, IReadOnlyList<string> words)
    {
        Shape[] chosen = [.. Shapes.Select(make => make()).Where(shape => words.Count == 0 || words.Any(word => shape.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))];
        output.WriteLine("| shape | Busbar, ns | by hand, ns | ratio |");
        output.WriteLine("|---|---|---|---|");
        foreach (Shape shape in chosen)
        {
            ShapeFigures figures = ShapeMeter.Measure(shape);
            output.WriteLine(FormattableString.Invariant($"| {shape.Name} | {figures.Ours:0.0} | {figures.ByHand:0.0} | {figures.Ratio:0.00} |"));
        }

        return chosen.Length > 0;
    }
}
