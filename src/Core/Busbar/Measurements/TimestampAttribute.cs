namespace Busbar;

/// <summary>
/// Says that a property of a <see cref="MeasurementAttribute">measurement</see>, or the parameter that makes it, is the time at which its
/// fields were true: a <see cref="DateTimeOffset"/>, 1677-09-21 to 2262-04-11.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TimestampAttribute : Attribute;
