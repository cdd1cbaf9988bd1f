using Microsoft.Extensions.Logging;

namespace Busbar.Testing;

/// <summary>What was logged once.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Id">The event, by number and name.</param>
/// <param name="Message">The text, with its values in it.</param>
public sealed record LogEntry(LogLevel Level, EventId Id, string Message);
