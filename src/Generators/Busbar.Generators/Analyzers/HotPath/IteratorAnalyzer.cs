using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which functions yield? Each is reported once, at its first yield.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IteratorAnalyzer() : HotPathAnalyzer(HotPathRules.Iterator, OperationKind.YieldReturn, OperationKind.YieldBreak)
{
    private protected override void Look(in HotOperation operation)
    {
        IOperation function = operation.Operation.Function();
        if (FirstYield(function) != operation.Operation)
            return;
        string name = (function as ILocalFunctionOperation)?.Symbol.Name ?? operation.Method.Name;
        operation.Report(name);
    }

    private static IOperation? FirstYield(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak })
                return child;
            if (child is not (ILocalFunctionOperation or IAnonymousFunctionOperation) && FirstYield(child) is { } found)
                return found;
        }

        return null;
    }
}
