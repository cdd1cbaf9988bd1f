using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Diagnostics;

/// <summary>What can be wrong with a published function: BUS2xxx.</summary>
internal static class PublishedRules
{
    private const string Category = "Busbar.Published";

    public static readonly DiagnosticDescriptor NotPartial = Rule.Error("BUS2001", Category,
        "A type with published functions must be partial", "'{0}' is not partial, so that no table can be generated into it; write 'partial' before its keyword");

    public static readonly DiagnosticDescriptor FileLocal = Rule.Error("BUS2002", Category,
        "A type with published functions must be visible outside its file", "'{0}' is local to its file, so that no generated file can continue it; remove 'file'");

    public static readonly DiagnosticDescriptor DuplicateName = Rule.Error("BUS2003", Category,
        "A published name that stands twice", "'{0}' is published as \"{1}\" as another function of '{2}' is; give one of them another name in its attribute");

    public static readonly DiagnosticDescriptor InvalidName = Rule.Error("BUS2004", Category,
        "A published name that nobody can call", "The name \"{0}\" of '{1}' is empty, or holds white space, a control character or one of / ? # %; write another one in the attribute");

    public static readonly DiagnosticDescriptor UnsupportedParameter = Rule.Error("BUS2005", Category,
        "A parameter that no argument can become", "'{0}' is of type {1}, and {2}; {3}");

    public static readonly DiagnosticDescriptor UnsupportedResult = Rule.Error("BUS2006", Category,
        "A result that cannot be written", "'{0}' gives {1}, and {2}; {3}");

    public static readonly DiagnosticDescriptor AsyncVoid = Rule.Error("BUS2007", Category,
        "A published function is async void", "'{0}' is async void, so that nobody learns when it ends or what it throws; return a Task");

    public static readonly DiagnosticDescriptor ByReference = Rule.Error("BUS2008", Category,
        "A parameter that takes no plain value", "'{0}' is declared '{1}', and an argument is one value; {2}");

    public static readonly DiagnosticDescriptor Generic = Rule.Error("BUS2009", Category,
        "A published function is generic", "'{0}' is generic, and a caller cannot say of which type; publish a function for each type");

    public static readonly DiagnosticDescriptor ReservedName = Rule.Error("BUS2010", Category,
        "A name that the table has", "'{0}' is also what is generated for published functions; give it another name");

    public static readonly DiagnosticDescriptor NotCallable = Rule.Error("BUS2011", Category,
        "Only a method can be published", "'{0}' cannot be published: {1}");

    public static readonly DiagnosticDescriptor InvalidContext = Rule.Error("BUS2012", Category,
        "A context that is none", "'{0}' names {1} as its context, which does not derive from JsonSerializerContext; name one that does");

    public static readonly DiagnosticDescriptor UnknownToContext = Rule.Error("BUS2013", Category,
        "A context that lacks a type", "{1} does not know {2}, which '{0}' needs; write [JsonSerializable(typeof({2}))] above it");

    public static readonly DiagnosticDescriptor TooManyParameters = Rule.Error("BUS2014", Category,
        "Too many parameters", "'{0}' takes {1} arguments, and a published function takes 64 at most; make a record of them");
}
