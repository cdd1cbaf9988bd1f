using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar;

/// <summary>Options of a <see cref="Hub{T}"/>. Copied and checked when the hub is made.</summary>
public sealed record HubOptions
{
    /// <summary>Where a subscriber that throws is named.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;
}
