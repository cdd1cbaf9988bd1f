namespace Busbar.Generators.Models;

/// <summary>A class with methods for events.</summary>
/// <param name="Type">The user's class.</param>
/// <param name="Format">What the arguments come in.</param>
/// <param name="IsTopics">Names are filters, and the base class finds which match.</param>
/// <param name="Access">Of the methods that are overridden: <c>protected</c>.</param>
/// <param name="Contexts">What the base class hands over behind the payload.</param>
/// <param name="CallsBase">What no method of this class takes is for the class below.</param>
/// <param name="Values">The name of the nested class that holds what decodes.</param>
/// <param name="Events">In the order of declaration.</param>
/// <param name="Fallback">What takes all other events, or null.</param>
/// <param name="Below">The name of what is generated to take the events that no method of this class takes.</param>
/// <param name="Users">The user's types in the arguments.</param>
internal sealed record EventTableModel(
    TypeModel Type, EventFormat Format, bool IsTopics, string Access, EquatableArray<EventContext> Contexts, bool CallsBase, string Values,
    EquatableArray<EventModel> Events, EventModel? Fallback, string Below, UserTypes Users);
