using System.Collections.Immutable;
using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which async functions put their state on the heap? A builder that was named is trusted to pool.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HotPathRules.UnpooledAsync];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(compilation =>
        {
            KnownTypes types = KnownTypes.Of(compilation.Compilation);
            if (types.HotPath is null)
                return;
            compilation.RegisterOperationBlockStartAction(block =>
            {
                if (!types.IsHot(block.OwningSymbol))
                    return;
                block.RegisterOperationBlockEndAction(end => Look((IMethodSymbol)end.OwningSymbol, end.OwningSymbol.Locations[0], types, end.ReportDiagnostic));
                block.RegisterOperationAction(operation => LookInside(operation, types), OperationKind.AnonymousFunction, OperationKind.LocalFunction);
            });
        });
    }

    private static void LookInside(OperationAnalysisContext context, KnownTypes types)
    {
        if (ColdPath.Contains(context.Operation, types))
            return;
        if (context.Operation is IAnonymousFunctionOperation lambda)
            Look(lambda.Symbol, lambda.HeadLocation(), types, context.ReportDiagnostic);
        else if (context.Operation is ILocalFunctionOperation function)
            Look(function.Symbol, function.Symbol.Locations[0], types, context.ReportDiagnostic);
    }

    private static void Look(IMethodSymbol method, Location location, KnownTypes types, Action<Diagnostic> report)
    {
        if (!method.IsAsync || IsBuiltByAnother(method, types))
            return;
        string name = method.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : method.Name;
        report(Diagnostic.Create(HotPathRules.UnpooledAsync, location, name));
    }

    private static bool IsBuiltByAnother(IMethodSymbol method, KnownTypes types) =>
        KnownTypes.Has(method, types.AsyncMethodBuilder)
        || (!method.ReturnsVoid && !types.IsTask(method.ReturnType) && !types.IsValueTask(method.ReturnType) && KnownTypes.Has(method.ReturnType.OriginalDefinition, types.AsyncMethodBuilder));
}
