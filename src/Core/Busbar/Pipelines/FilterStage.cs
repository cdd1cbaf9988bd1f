namespace Busbar;

/// <summary>Lets through what a predicate wants.</summary>
internal sealed class FilterStage(Predicate<Sample> wanted) : SampleStage
{
    protected override bool Passes(ref Sample sample) => wanted(sample);
}
