namespace Busbar;

/// <summary>
/// Says that a parameter of a published function is no argument: it comes from the services of the call. An interface that is no
/// collection does so without being asked. Without such a service the call fails, unless the parameter is optional or may be null.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute : Attribute;
