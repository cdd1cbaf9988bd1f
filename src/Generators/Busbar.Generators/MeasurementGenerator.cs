using Busbar.Generators.Emit;
using Busbar.Generators.Models;
using Busbar.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Busbar.Generators;

/// <summary>Implements <c>Busbar.IMeasurement</c> on what carries <c>[Measurement]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class MeasurementGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Parsed<MeasurementModel>> measurements = context.SyntaxProvider
            .ForAttributeWithMetadataName(MeasurementParser.Attribute, static (node, _) => node is TypeDeclarationSyntax, MeasurementParser.Parse)
            .WithTrackingName(Steps.ParseMeasurements);

        context.Emit("Measurement", static model => model.Type, MeasurementEmitter.Emit, measurements);
    }
}
