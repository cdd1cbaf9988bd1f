using Busbar.Generators.Emit;
using Busbar.Generators.Models;
using Busbar.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.Generators;

/// <summary>Makes a class's methods with <c>[Event]</c> a table from name to call, with the arguments decoded.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EventGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.Emit(
            "Events", static model => model.Type, EventTableEmitter.Emit,
            Parse(context, EventBase.EventAttribute, Steps.ParseEvents), Parse(context, EventBase.FallbackAttribute, Steps.ParseEventFallbacks));
    }

    /// <summary>A class is parsed at the first of its methods, whichever attribute that has.</summary>
    private static IncrementalValuesProvider<Parsed<EventTableModel>> Parse(IncrementalGeneratorInitializationContext context, string attribute, string step) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, EventTableParser.ParseFirst)
            .Where(static table => table is not null)
            .Select(static (table, _) => table!)
            .WithTrackingName(step);
}
