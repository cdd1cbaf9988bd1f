namespace Busbar.Tool.Plant;

/// <summary>The quantities of a balanced three-phase circuit, each derived so that P = √3 · U · I · cos φ holds to the last digit.</summary>
/// <param name="Voltage">Line to line, kV.</param>
/// <param name="Power">Active, kW; negative when it flows the other way.</param>
/// <param name="PowerFactor">cos φ, greater than 0 and at most 1.</param>
internal readonly record struct ThreePhase(double Voltage, double Power, double PowerFactor)
{
    /// <summary>A.</summary>
    public double Current => Voltage <= 0 ? 0 : Math.Abs(Power) / (Math.Sqrt(3) * Voltage * PowerFactor);

    /// <summary>kVA.</summary>
    public double ApparentPower => Math.Abs(Power) / PowerFactor;

    /// <summary>kvar.</summary>
    public double ReactivePower => ApparentPower * Math.Sqrt(1 - (PowerFactor * PowerFactor));
}
