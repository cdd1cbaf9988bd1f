namespace Busbar;

/// <summary>
/// Called when the event of that name comes. The class derives from one with <see cref="EventTableAttribute"/> and is partial. The
/// method returns nothing, a <see cref="Task"/> or a <see cref="ValueTask"/>; its parameters are the arguments of the event in their order.
/// </summary>
/// <param name="name">The event, compared octet by octet as UTF-8; in a table of topics the filter.</param>
/// <example><code>
/// [Event("msg")]
/// private void OnMessage(string author, string text) => Console.WriteLine($"{author}: {text}");
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class EventAttribute(string name) : Attribute
{
    /// <summary>The event's name, or the filter of its topics.</summary>
    public string Name { get; } = name;

    /// <summary>The payload is given as it came, whatever the format of the table: for methods that decode it themselves.</summary>
    public bool Raw { get; set; }
}
