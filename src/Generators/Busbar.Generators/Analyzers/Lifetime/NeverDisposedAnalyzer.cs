using Busbar.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>Which connections, clients, servers, pipelines, outlets and subscriptions does a method open, use, and forget?</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeverDisposedAnalyzer() : LifetimeAnalyzer(LifetimeRules.NeverDisposed)
{
    private static readonly string[] Openings = ["Accept", "Connect", "Listen", "Open", "Start", "Subscribe"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Look(operation, types), OperationKind.VariableDeclarator);

    private static void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        ILocalSymbol local = declarator.Symbol;
        if (local.IsUsing || declarator.GetVariableInitializer()?.Value is not { } value || !Opens(value, types, context.Compilation.Assembly))
            return;
        bool isAsync = IsAsyncDisposable(local.Type, types);
        if (!isAsync && !Implements(local.Type, SpecialType.System_IDisposable))
            return;
        if (LocalUses.IsOnlyLookedAt(local, declarator.Root()))
            context.ReportDiagnostic(Diagnostic.Create(LifetimeRules.NeverDisposed, local.Locations[0], local.Name, local.Type.Name, isAsync ? "await using" : "using"));
    }

    /// <summary>
    /// What is made with 'new' counts when its end is awaited: nothing in memory alone has such an end. A helper of the same assembly
    /// may give out what it keeps, and what a broker or hub gave out ends with it.
    /// </summary>
    private static bool Opens(IOperation value, KnownTypes types, IAssemblySymbol own) => Source(value) switch
    {
        IObjectCreationOperation { Type: { } type } => KnownTypes.IsOfBusbar(type) && IsAsyncDisposable(type, types),
        IInvocationOperation call when KnownTypes.IsOfBusbar(call.TargetMethod) && !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingAssembly, own) =>
            IsPipeline(call) || (Openings.Any(name => call.TargetMethod.Name.StartsWith(name, StringComparison.Ordinal)) && !Subscriptions.IsToOwn(call)),
        _ => false,
    };

    private static bool IsPipeline(IInvocationOperation call) => call.TargetMethod is { Name: "To", ContainingType.Name: "PipelineBuilder" };

    /// <summary>Without the waiting for it.</summary>
    private static IOperation Source(IOperation value)
    {
        value = value.Unwrapped();
        if (value is IAwaitOperation wait)
            value = wait.Operation.Unwrapped();
        return value is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } ? inner.Unwrapped() : value;
    }

    private static bool IsAsyncDisposable(ITypeSymbol type, KnownTypes types) =>
        KnownTypes.Is(type, types.AsyncDisposable) || type.AllInterfaces.Any(one => KnownTypes.Is(one, types.AsyncDisposable));

    private static bool Implements(ITypeSymbol type, SpecialType special) => type.SpecialType == special || type.AllInterfaces.Any(one => one.SpecialType == special);
}
