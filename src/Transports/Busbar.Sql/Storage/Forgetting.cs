namespace Busbar.Sql;

/// <summary>What is to be forgotten: all hours up to one; or of one hour what was moved into packs first.</summary>
/// <param name="Period">The hour.</param>
/// <param name="Sequence">The last pack to forget within that hour; null for the whole of it and all hours before.</param>
internal readonly record struct Forgetting(long Period, long? Sequence);
