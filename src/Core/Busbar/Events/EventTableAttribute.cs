namespace Busbar;

/// <summary>
/// Makes the classes that derive from this one tables of events: their methods with <see cref="EventAttribute"/> are called by name, and
/// the calls are generated. Stands on the base class, which gets the events from somewhere; whoever derives from it writes nothing.
/// </summary>
/// <remarks>
/// The base class declares what is generated in each partial class below it:
/// <code>
/// protected abstract EventOutcome DispatchEvent(ReadOnlySpan&lt;byte&gt; name, ReadOnlySpan&lt;byte&gt; payload, CancellationToken cancellationToken);
/// </code>
/// What follows behind the payload is the base's choice, and handlers may ask for it by type. With <see cref="Topics"/> it is instead:
/// <code>
/// protected abstract IReadOnlyList&lt;string&gt; EventFilters { get; }
/// protected abstract EventOutcome DispatchEvent(int filter, ReadOnlySpan&lt;byte&gt; topic, ReadOnlySpan&lt;byte&gt; payload, CancellationToken cancellationToken);
/// </code>
/// A class may derive from another with events: its own come first.
/// </remarks>
/// <param name="format">What the arguments come in.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventTableAttribute(EventFormat format) : Attribute
{
    /// <summary>What the arguments come in.</summary>
    public EventFormat Format { get; } = format;

    /// <summary>
    /// Names are topic filters, as in MQTT (5.0, §4.7): <c>+</c> is one level, <c>#</c> at the end all that follow, and <c>{bay}</c> one
    /// level that the parameter of that name takes. The base class finds which filters match and calls each.
    /// </summary>
    public bool Topics { get; set; }
}
