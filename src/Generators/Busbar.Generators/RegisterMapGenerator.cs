using Busbar.Generators.Emit;
using Busbar.Generators.Models;
using Busbar.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.Generators;

/// <summary>Implements the properties of what carries <c>[RegisterMap]</c>, with the reads and writes of them all.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RegisterMapGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Parsed<RegisterMapModel>> maps = context.SyntaxProvider
            .ForAttributeWithMetadataName(RegisterMapParser.Attribute, static (node, _) => node is TypeDeclarationSyntax, RegisterMapParser.Parse)
            .WithTrackingName(Steps.ParseRegisterMaps);

        context.Emit("RegisterMap", static model => model.Type, RegisterMapEmitter.Emit, maps);
    }
}
