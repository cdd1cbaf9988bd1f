using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Diagnostics;

/// <summary>What can be wrong with a measurement: BUS3xxx.</summary>
internal static class MeasurementRules
{
    private const string Category = "Busbar.Measurements";

    public static readonly DiagnosticDescriptor NotPartial = Rule.Error("BUS3001", Category,
        "A measurement must be partial", "'{0}' is not partial, so that nothing can be generated into it; write 'partial' before its keyword");

    public static readonly DiagnosticDescriptor UnsupportedType = Rule.Error("BUS3002", Category,
        "A type that no tag, field or time can have", "'{0}' is of type {1} and cannot be a {2}; {3}");

    public static readonly DiagnosticDescriptor NoField = Rule.Error("BUS3003", Category,
        "A measurement needs a field", "'{0}' has no field, and a point without one cannot be stored; mark at least one property with [Field]");

    public static readonly DiagnosticDescriptor NotOneTimestamp = Rule.Error("BUS3004", Category,
        "A measurement needs one time", "'{0}' has {1} properties marked [Timestamp]; mark exactly one DateTimeOffset");

    public static readonly DiagnosticDescriptor DuplicateName = Rule.Error("BUS3005", Category,
        "A name that stands twice", "'{0}' is called \"{1}\" as another member of the point is; give one of them another name in its attribute");

    public static readonly DiagnosticDescriptor InvalidName = Rule.Error("BUS3006", Category,
        "A name that nothing can have", "The name \"{0}\" of '{1}' is empty or holds a control character; write another one in the attribute");

    public static readonly DiagnosticDescriptor FileLocal = Rule.Error("BUS3007", Category,
        "A measurement must be visible outside its file", "'{0}' is local to its file, so that no generated file can continue it; remove 'file'");

    public static readonly DiagnosticDescriptor TwoRoles = Rule.Error("BUS3008", Category,
        "A member has one part in a point", "'{0}' is marked as {1} at once; keep one of the attributes");
}
