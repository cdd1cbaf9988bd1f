namespace Busbar;

/// <summary>Says that a method allocates nothing in steady state and is to be kept so.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property)]
public sealed class HotPathAttribute : Attribute;
