namespace Busbar;

/// <summary>Why an event was not given to its method: too few arguments, or one that is not what the method takes.</summary>
/// <param name="Event">The event's name or filter, as its method has it.</param>
/// <param name="Argument">Which argument or level of a topic, what was expected and what came.</param>
public sealed record EventFault(string Event, ArgumentFault Argument)
{
    /// <summary>A sentence for a log: <c>Event "msg": 'text' must be text, and is an integer.</c></summary>
    public override string ToString() => $"Event \"{Event}\": {Argument}";
}
