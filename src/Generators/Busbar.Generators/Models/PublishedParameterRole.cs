namespace Busbar.Generators.Models;

/// <summary>Where a parameter of a published function comes from.</summary>
internal enum PublishedParameterRole
{
    Argument,
    Service,
    Token,
}
