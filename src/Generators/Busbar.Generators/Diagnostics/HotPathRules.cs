using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Diagnostics;

/// <summary>What allocates or copies in a method marked <c>[HotPath]</c>: BUS5xxx.</summary>
internal static class HotPathRules
{
    private const string Category = "Busbar.HotPath";

    public static readonly DiagnosticDescriptor Closure = Rule.Warning("BUS5001", Category,
        "A closure on a hot path", "The {0} captures '{1}', which allocates on each pass; hand over as an argument or a field what it needs, and write 'static'");

    public static readonly DiagnosticDescriptor Boxing = Rule.Warning("BUS5002", Category,
        "Boxing on a hot path", "'{0}' is boxed to {1} on each pass; {2}");

    public static readonly DiagnosticDescriptor Linq = Rule.Warning("BUS5003", Category,
        "LINQ on a hot path", "'{0}' of LINQ allocates an enumerator on each pass; write the loop");

    public static readonly DiagnosticDescriptor StringBuilding = Rule.Warning("BUS5004", Category,
        "A string is built on a hot path", "{0} makes a new string on each pass; format into a span, or move it to a method that is not hot");

    public static readonly DiagnosticDescriptor ParamsArray = Rule.Warning("BUS5005", Category,
        "A params array on a hot path", "The call of '{0}' makes a {1} for '{2}' on each pass; declare it 'params ReadOnlySpan', or take an overload without params");

    public static readonly DiagnosticDescriptor Iterator = Rule.Warning("BUS5006", Category,
        "An iterator on a hot path", "'{0}' is an iterator, which allocates its state on each call; fill a span of the caller instead of 'yield'");

    public static readonly DiagnosticDescriptor UnpooledAsync = Rule.Warning("BUS5007", Category,
        "Unpooled async on a hot path", "'{0}' is async and allocates its state whenever it waits; return the ValueTask of a pooled source, or write [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] above it");

    public static readonly DiagnosticDescriptor New = Rule.Warning("BUS5008", Category,
        "A new object on a hot path", "{0} is allocated on each pass; keep one in a field, rent it from a pool, or make it in a method that is not hot");

    public static readonly DiagnosticDescriptor MethodGroup = Rule.Warning("BUS5009", Category,
        "A new delegate on a hot path", "A delegate of '{0}' is allocated on each pass; {1}");

    public static readonly DiagnosticDescriptor AllocatingCall = Rule.Warning("BUS5010", Category,
        "A call that allocates on a hot path", "'{0}' allocates on each pass; {1}");

    public static readonly DiagnosticDescriptor DefensiveCopy = Rule.Warning("BUS5011", Category,
        "A hidden copy on a hot path", "'{0}' is not readonly, so that the {1} octets of '{2}' are copied before each call; mark the member or its struct 'readonly'");
}
