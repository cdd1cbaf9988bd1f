using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which calls are LINQ's, written as methods or as a query?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LinqAnalyzer() : HotPathAnalyzer(HotPathRules.Linq, OperationKind.Invocation)
{
    private protected override void Look(in HotOperation operation)
    {
        var call = (IInvocationOperation)operation.Operation;
        INamedTypeSymbol declaring = call.TargetMethod.ContainingType;
        if ((KnownTypes.Is(declaring, operation.Types.Enumerable) || KnownTypes.Is(declaring, operation.Types.Queryable))
            && call.TargetMethod.Name is not ("TryGetNonEnumeratedCount" or "Empty"))
            operation.ReportAt(call.NameLocation(), call.TargetMethod.Name);
    }
}
