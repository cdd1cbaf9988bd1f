namespace Busbar;

/// <summary>
/// Says that a partial record, struct or class is one point of a measurement: its <see cref="TagAttribute">tags</see>,
/// <see cref="FieldAttribute">fields</see> and <see cref="TimestampAttribute">time</see>. Busbar's generator then implements
/// <see cref="IMeasurement"/>, so that it can be published and written wherever samples can.
/// </summary>
/// <param name="name">The measurement's name; not empty.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MeasurementAttribute(string name) : Attribute
{
    /// <summary>The measurement's name.</summary>
    public string Name { get; } = name;
}
