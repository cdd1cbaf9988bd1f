using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Diagnostics;

/// <summary>What can be wrong with a register map: BUS4xxx.</summary>
internal static class RegisterRules
{
    private const string Category = "Busbar.Registers";

    public static readonly DiagnosticDescriptor NotPartial = Rule.Error("BUS4001", Category,
        "A register map must be partial", "'{0}' is not partial, so that nothing can be generated into it; write 'partial' before its keyword");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Rule.Error("BUS4002", Category,
        "A property of a register map must be partial", "'{0}' cannot be implemented; declare it 'partial', not static, with a getter and without a body");

    public static readonly DiagnosticDescriptor UnsupportedType = Rule.Error("BUS4003", Category,
        "A type that no register can have", "'{0}' is of type {1}; {2}");

    public static readonly DiagnosticDescriptor AddressOutOfRange = Rule.Error("BUS4004", Category,
        "An address that does not exist", "'{0}' takes {1} from {2}; addresses are 0 to 65535");

    public static readonly DiagnosticDescriptor Overlap = Rule.Error("BUS4005", Category,
        "Two properties in one place", "'{0}' lies on what '{1}' takes at address {2} of {3}; correct the address, or write Overlaps = true when it is another view of the same");

    public static readonly DiagnosticDescriptor ReadOnlyTable = Rule.Error("BUS4006", Category,
        "A setter for what is only read", "'{0}' has a setter, and {1} are only read; remove it");

    public static readonly DiagnosticDescriptor InvalidScale = Rule.Error("BUS4007", Category,
        "A scale that nothing can have", "'{0}' has a scale of {1}; {2}");

    public static readonly DiagnosticDescriptor BitOutOfRange = Rule.Error("BUS4008", Category,
        "A bit that no register has", "'{0}' is {1}; {2}");

    public static readonly DiagnosticDescriptor NoLength = Rule.Error("BUS4009", Category,
        "A string or an array needs a length", "'{0}' has a length of {1}; write Length = the number of its {2}");

    public static readonly DiagnosticDescriptor TooLong = Rule.Error("BUS4010", Category,
        "A value must fit into one request", "'{0}' takes {1} {2}, and one {3} carries {4} at most; make several properties of it");

    public static readonly DiagnosticDescriptor FileLocal = Rule.Error("BUS4011", Category,
        "A register map must be visible outside its file", "'{0}' is local to its file, so that no generated file can continue it; remove 'file'");

    public static readonly DiagnosticDescriptor DuplicateName = Rule.Error("BUS4012", Category,
        "A field that stands twice", "'{0}' has the field \"{1}\" as another property has; give one of them another Name");

    public static readonly DiagnosticDescriptor Contradiction = Rule.Error("BUS4013", Category,
        "Options that do not go together", "'{0}' contradicts itself: {1}");

    public static readonly DiagnosticDescriptor TwoPlaces = Rule.Error("BUS4014", Category,
        "A property is in one place", "'{0}' is marked as {1} at once; keep one of the attributes");

    public static readonly DiagnosticDescriptor NoRegister = Rule.Error("BUS4015", Category,
        "A register map needs a register", "'{0}' has no property with [Holding], [Input], [Coil] or [DiscreteInput]; mark at least one");

    public static readonly DiagnosticDescriptor ReservedName = Rule.Error("BUS4016", Category,
        "A name that the generated half has", "'{0}' is also what is generated for a register map; give it another name");

    public static readonly DiagnosticDescriptor InvalidLimit = Rule.Error("BUS4017", Category,
        "A limit that nothing can have", "{0} of '{1}' is {2}; it must be {3} to {4}");

    public static readonly DiagnosticDescriptor InvalidName = Rule.Error("BUS4018", Category,
        "A name that no field can have", "The name \"{0}\" of '{1}' is empty or holds a control character; write another one in the attribute");

    public static readonly DiagnosticDescriptor TwoSetters = Rule.Error("BUS4019", Category,
        "Two setters in one place", "'{0}' and '{1}' can both be set and lie at address {2} of {3}, so that none would know which was meant; remove one of the setters");

    public static readonly DiagnosticDescriptor IsRecord = Rule.Error("BUS4020", Category,
        "A register map is no record", "'{0}' is a record, and its copies would share one map's changes and buffers; write 'class'");
}
