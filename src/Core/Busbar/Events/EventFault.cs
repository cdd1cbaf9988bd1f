namespace Busbar;

/// <summary>Why an event was not given to its method: too few arguments, or one that is not what the method takes.</summary>
/// <param name="Event">The event's name, as its method has it.</param>
/// <param name="Index">Which argument, from 0; -1 for the arguments as a whole and for a level of a topic.</param>
/// <param name="Argument">
/// The method's parameter, with the path to the member of a record where the fault lies in one: <c>point.x</c>. Empty for the arguments
/// as a whole.
/// </param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Expected">The type of value asked for, as the format calls it: <c>Integer</c>, <c>String</c>.</param>
/// <param name="Received">The type of value that came; <c>nothing</c> when there is none.</param>
/// <param name="Offset">Octets from the beginning of the payload (of the topic, for a level of it) to the value at fault.</param>
public sealed record EventFault(string Event, int Index, string Argument, EventFaultReason Reason, string Expected, string Received, long Offset)
{
    /// <summary>A sentence for a log: <c>Event "msg": argument 1 (text) at offset 5: expected String, received Integer</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"Event \"{Event}\": {Place} at offset {Offset}: {Problem}");

    private string Place => (Index, Argument) switch
    {
        ( >= 0, _) => FormattableString.Invariant($"argument {Index} ({Argument})"),
        (_, "") => "arguments",
        _ => $"level {Argument} of the topic",
    };

    private string Problem => Reason switch
    {
        EventFaultReason.Malformed => $"expected {Expected}, and the payload is cut, broken or beyond the limits",
        EventFaultReason.InvalidValue => $"{Received} that is no value of the parameter, expected {Expected}",
        _ => $"expected {Expected}, received {Received}",
    };
}
