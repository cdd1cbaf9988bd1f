using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>An operation of a hot method, and the way to report it.</summary>
internal readonly struct HotOperation(OperationAnalysisContext context, KnownTypes types, DiagnosticDescriptor rule)
{
    public IOperation Operation => context.Operation;

    public KnownTypes Types => types;

    /// <summary>The hot method.</summary>
    public IMethodSymbol Method => (IMethodSymbol)context.ContainingSymbol;

    /// <summary>Reports the operation where it stands, unless that is not on the way of steady state.</summary>
    public void Report(params object[] arguments) => ReportAt(Operation.Syntax.GetLocation(), arguments);

    public void ReportAt(Location location, params object[] arguments)
    {
        if (!ColdPath.Contains(Operation, types))
            context.ReportDiagnostic(Diagnostic.Create(rule, location, arguments));
    }
}
