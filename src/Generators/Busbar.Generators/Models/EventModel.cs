namespace Busbar.Generators.Models;

/// <summary>A method that is called for an event.</summary>
/// <param name="Name">The event's name; in a table of topics what the user wrote, named levels and all.</param>
/// <param name="Filter">In a table of topics the filter that the name stands for; elsewhere the name.</param>
/// <param name="Call">The method as it is called: <c>this.OnMessage</c>.</param>
/// <param name="Dispatch">What is generated to call it.</param>
/// <param name="InAnyForm">The same for arguments that are not written as most write them; null when there is one way for all.</param>
/// <param name="Stem">A name for what else is generated for it.</param>
/// <param name="Return">What it returns.</param>
/// <param name="Arguments">In their order.</param>
internal sealed record EventModel(
    string Name, string Filter, string Call, string Dispatch, string? InAnyForm, string Stem, EventReturn Return, EquatableArray<EventArgument> Arguments)
{
    public IEnumerable<EventArgument> Decoded => Arguments.Where(argument => argument.Kind == EventArgumentKind.Payload);

    public bool Has(EventArgumentKind kind) => Arguments.Any(argument => argument.Kind == kind);
}
