using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which lambdas and local functions become a delegate with something of the method in it? A local function that is only called costs nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClosureAnalyzer() : HotPathAnalyzer(HotPathRules.Closure, OperationKind.AnonymousFunction, OperationKind.DelegateCreation)
{
    private protected override void Look(in HotOperation operation)
    {
        switch (operation.Operation)
        {
            case IAnonymousFunctionOperation lambda when Captures.First(lambda) is { } captured:
                operation.ReportAt(lambda.HeadLocation(), "lambda", captured);
                break;
            case IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction, IsStatic: false } method } group }
                when group.FindLocalFunction(method) is { } function && Captures.First(function) is { } captured:
                operation.Report("local function", captured);
                break;
        }
    }
}
