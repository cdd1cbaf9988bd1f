using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which calls of the base library are known to allocate, each time and whatever they are given? And which loops ask an interface for its enumerator?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllocatingCallAnalyzer() : HotPathAnalyzer(HotPathRules.AllocatingCall, OperationKind.Invocation, OperationKind.Loop)
{
    private protected override void Look(in HotOperation operation)
    {
        switch (operation.Operation)
        {
            case IInvocationOperation call when AllocatingCalls.Advice(call.TargetMethod) is { } advice:
                operation.ReportAt(call.NameLocation(), call.TargetMethod.Name, advice);
                break;
            case IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model } loop when AsksForObject(loop, model.GetForEachStatementInfo(syntax)):
                operation.ReportAt(syntax.Expression.GetLocation(), "GetEnumerator", "loop over an array, a span, or a type whose enumerator is a struct");
                break;
        }
    }

    private static bool AsksForObject(IForEachLoopOperation loop, ForEachStatementInfo info)
    {
        ITypeSymbol? collection = loop.Collection.Unwrapped().Type;
        return collection is not (null or IArrayTypeSymbol) && collection.SpecialType != SpecialType.System_String
            && info.GetEnumeratorMethod?.ReturnType is { IsReferenceType: true };
    }
}
