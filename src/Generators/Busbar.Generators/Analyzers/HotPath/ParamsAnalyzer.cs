using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>Which arguments become an array that nobody wrote? None at all is the shared empty one, and spans live on the stack.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParamsAnalyzer() : HotPathAnalyzer(HotPathRules.ParamsArray, OperationKind.Argument)
{
    private protected override void Look(in HotOperation operation)
    {
        var argument = (IArgumentOperation)operation.Operation;
        bool allocates = argument.ArgumentKind switch
        {
            ArgumentKind.ParamArray => argument.Value.Unwrapped() is IArrayCreationOperation { Initializer.ElementValues.IsEmpty: false },
            ArgumentKind.ParamCollection => argument.Parameter is { } parameter && !operation.Types.IsSpan(parameter.Type),
            _ => false,
        };
        if (allocates && argument.Parameter is { ContainingSymbol: { } called } taken && called.ContainingType.SpecialType != SpecialType.System_String)
            operation.ReportAt(argument.Parent!.Syntax.GetLocation(), called.Name, taken.Type.Text(), taken.Name);
    }
}
