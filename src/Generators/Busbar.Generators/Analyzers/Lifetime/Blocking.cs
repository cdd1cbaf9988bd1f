using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Busbar.Generators.Analyzers.Lifetime;

/// <summary>What keeps a thread waiting.</summary>
internal static class Blocking
{
    /// <summary>Asks a task for its result or end, or sleeps. Locks and events are left out: a short one is no bug.</summary>
    public static bool Is(IOperation operation, KnownTypes types) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "Result", Instance.Type: { } type } => types.IsTask(type) || types.IsValueTask(type),
        IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAll" or "WaitAny", ContainingType: { } type } } => types.IsTask(type),
        IInvocationOperation { TargetMethod: { Name: "Sleep", ContainingType: { } type } } => KnownTypes.Is(type, types.Thread),
        IInvocationOperation { TargetMethod.Name: "GetResult" } call => Awaited(call) is { Type: { } type } && (types.IsTask(type) || types.IsValueTask(type)),
        _ => false,
    };

    /// <summary>The call whose ValueTask is asked for its result at once; null when it is none of Busbar.</summary>
    public static IInvocationOperation? ValueTaskOfBusbar(IOperation operation, KnownTypes types)
    {
        IOperation? task = operation switch
        {
            IPropertyReferenceOperation { Property.Name: "Result", Instance: { } instance } => instance,
            IInvocationOperation { TargetMethod.Name: "GetResult" } call => Awaited(call),
            _ => null,
        };
        return task?.Unwrapped() is IInvocationOperation { TargetMethod: { } method } made && types.IsValueTask(method.ReturnType) && KnownTypes.IsOfBusbar(method) ? made : null;
    }

    /// <summary>What <c>x.GetAwaiter().GetResult()</c> waits for, or <c>x.ConfigureAwait(false).GetAwaiter().GetResult()</c>.</summary>
    private static IOperation? Awaited(IInvocationOperation getResult)
    {
        if (getResult.Instance is not IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task })
            return null;
        return task is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } ? inner : task;
    }
}
