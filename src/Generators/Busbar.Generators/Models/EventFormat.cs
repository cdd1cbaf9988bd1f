namespace Busbar.Generators.Models;

/// <summary>What the arguments of a table's events come in, numbered as <c>Busbar.EventFormat</c> is.</summary>
internal enum EventFormat
{
    MessagePack,
    Json,
    Raw,
}
