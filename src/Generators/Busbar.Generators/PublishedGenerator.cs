using Busbar.Generators.Emit;
using Busbar.Generators.Models;
using Busbar.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators;

/// <summary>Makes a table of the methods that carry <c>[Published]</c>, one for each type.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PublishedGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Parsed<PublishedModel>> tables = context.SyntaxProvider
            .ForAttributeWithMetadataName(PublishedParser.Attribute, static (_, _) => true, PublishedParser.Parse)
            .WithTrackingName(Steps.ParsePublished);

        context.Emit("Published", static model => model.Type, PublishedEmitter.Emit, tables);
    }
}
