using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>
/// One question put to every operation of some kinds inside methods that carry <c>[HotPath]</c>. Methods without it cost a look at
/// their attributes; a compilation without Busbar costs nothing.
/// </summary>
public abstract class HotPathAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;
    private readonly ImmutableArray<OperationKind> _kinds;

    private protected HotPathAnalyzer(DiagnosticDescriptor rule, params OperationKind[] kinds)
    {
        _rule = rule;
        _kinds = [.. kinds];
        SupportedDiagnostics = [rule];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
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
                if (types.IsHot(block.OwningSymbol))
                    block.RegisterOperationAction(operation => Look(new HotOperation(operation, types, _rule)), _kinds);
            });
        });
    }

    private protected abstract void Look(in HotOperation operation);
}
