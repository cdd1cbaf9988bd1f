using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which method groups become a new delegate each time? The compiler keeps that of a static method, unless 'new' asks for another.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MethodGroupAnalyzer() : HotPathAnalyzer(HotPathRules.MethodGroup, OperationKind.DelegateCreation)
{
    private protected override void Look(in HotOperation operation)
    {
        var made = (IDelegateCreationOperation)operation.Operation;
        if (made.Target is not IMethodReferenceOperation { Method: { } method } group || method.MethodKind == MethodKind.LocalFunction)
            return;
        if (group.Instance is not null)
            operation.Report(method.Name, "keep it in a readonly field");
        else if (made.Syntax is BaseObjectCreationExpressionSyntax)
            operation.Report(method.Name, "without 'new' the compiler keeps it");
    }
}
