namespace Busbar.Benchmarks.Shapes;

/// <summary>Something small done again and again, beside the same thing written out by hand with nothing to spare.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Operations">How often one call does it.</param>
/// <param name="Ours">Through the library.</param>
/// <param name="ByHand">The reference.</param>
internal sealed record Shape(string Name, int Operations, Action Ours, Action ByHand);
