namespace Busbar;

/// <summary>Multiplies and shifts numbers: engineering value = raw × factor + offset. The result is a binary64. Truth values and texts pass unchanged.</summary>
internal sealed class ScaleStage(double factor, double offset) : SampleStage
{
    protected override bool Passes(ref Sample sample)
    {
        if (sample.Kind != SampleKind.Boolean && sample.TryGetDouble(out double value))
            sample = sample.WithValue((value * factor) + offset);
        return true;
    }
}
