using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>One question about how Busbar's types are used. A compilation without Busbar costs nothing.</summary>
public abstract class LifetimeAnalyzer : DiagnosticAnalyzer
{
    private protected LifetimeAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = [.. rules];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            KnownTypes types = KnownTypes.Of(start.Compilation);
            if (types.Hub is not null)
                Register(start, types);
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, KnownTypes types);
}
