using Busbar.Generators.Diagnostics;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>
/// A method with <c>[Published]</c> in, the table of its type out: of the type's first such method, so that there is one table; the
/// others give nothing.
/// </summary>
internal sealed class PublishedParser
{
    public const string Attribute = "Busbar.PublishedAttribute";
    private const string Table = "Table";

    private readonly INamedTypeSymbol _type;
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly PublishedFunctionParser _functions;

    private PublishedParser(INamedTypeSymbol type)
    {
        _type = type;
        _functions = new PublishedFunctionParser(_diagnostics);
    }

    public static Parsed<PublishedModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not IMethodSymbol method)
            return new Parsed<PublishedModel>(null, default); // the compiler says that the attribute cannot stand there
        if (NotCallable(method) is { } why)
            return new Parsed<PublishedModel>(null, Said(DiagnosticInfo.Of(PublishedRules.NotCallable, LocationInfo.From(method), method.Name, why)));

        IMethodSymbol[] methods = [.. method.ContainingType.GetMembers().OfType<IMethodSymbol>().Where(one => NotCallable(one) is null && AttributeOf(one) is not null)];
        bool isFirst = methods.Length > 0 && SymbolEqualityComparer.Default.Equals(methods[0], method.PartialDefinitionPart ?? method);
        return isFirst ? new PublishedParser(method.ContainingType).Parse(methods, cancellationToken) : new Parsed<PublishedModel>(null, default);
    }

    private Parsed<PublishedModel> Parse(IMethodSymbol[] methods, CancellationToken cancellationToken)
    {
        CheckType(methods, cancellationToken);
        var functions = new List<PublishedFunctionModel>();
        foreach (IMethodSymbol method in methods)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AttributeData attribute = AttributeOf(method)!;
            string name = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? CamelCase.Of(method.Name);
            CheckName(method, name);
            if (_functions.Parse(method, attribute, name, cancellationToken) is { } function)
                functions.Add(function);
        }

        return new Parsed<PublishedModel>(_diagnostics.Count > 0 ? null : Model(functions), _diagnostics.ToEquatableArray());
    }

    private PublishedModel Model(List<PublishedFunctionModel> functions) => new(
        TypeParser.Parse(_type),
        PayloadParser.NameOf(_type),
        functions.TrueForAll(function => function.IsStatic),
        HidesTable(),
        NameOfTable(),
        functions.ToEquatableArray(),
        _functions.UserTypes);

    private void CheckType(IMethodSymbol[] methods, CancellationToken cancellationToken)
    {
        if (TypeParser.FindNotPartial(_type, cancellationToken) is { } notPartial)
            Report(PublishedRules.NotPartial, notPartial, notPartial.Name);
        if (TypeParser.IsFileLocal(_type))
            Report(PublishedRules.FileLocal, _type, _type.Name);
        foreach (ISymbol member in _type.GetMembers(Table))
            Report(PublishedRules.ReservedName, member, member.Name);
        if (_type.Name == Table)
            Report(PublishedRules.ReservedName, _type, _type.Name);
        if (_type.IsRefLikeType && Array.Find(methods, method => !method.IsStatic) is { } instance)
            Report(PublishedRules.NotCallable, instance, instance.Name, $"'{_type.Name}' is a ref struct, and a table would have to keep it");
    }

    private void CheckName(IMethodSymbol method, string name)
    {
        if (name.Length == 0 || name.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '/' or '?' or '#' or '%'))
            Report(PublishedRules.InvalidName, method, name, method.Name);
        else if (!_names.Add(name))
            Report(PublishedRules.DuplicateName, method, method.Name, name, _type.Name);
    }

    /// <summary>A base type's table, its own or one that is generated for it, is hidden by this one.</summary>
    private bool HidesTable()
    {
        for (INamedTypeSymbol? one = _type.BaseType; one is not null; one = one.BaseType)
        {
            if (one.GetMembers(Table).Any(member => member.DeclaredAccessibility != Accessibility.Private)
                || one.GetMembers().OfType<IMethodSymbol>().Any(method => NotCallable(method) is null && AttributeOf(method) is not null))
                return true;
        }

        return false;
    }

    private string NameOfTable()
    {
        string name = "PublishedTable";
        while (_type.Name == name || _type.GetMembers(name).Length > 0 || _type.TypeParameters.Any(parameter => parameter.Name == name))
            name += "_";
        return name;
    }

    private static string? NotCallable(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary => null,
        MethodKind.LocalFunction or MethodKind.LambdaMethod => "it is known only inside the method around it; make a method of it",
        MethodKind.ExplicitInterfaceImplementation => "it implements an interface explicitly and has no name of its own; publish a method that calls it",
        _ => "it is no method that is called by name; publish a method that does the same",
    };

    private static AttributeData? AttributeOf(IMethodSymbol method) =>
        method.GetAttributes().Concat(method.PartialImplementationPart?.GetAttributes() ?? []).FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == Attribute);

    private void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) => _diagnostics.Add(DiagnosticInfo.Of(rule, LocationInfo.From(at), arguments));

    private static EquatableArray<DiagnosticInfo> Said(DiagnosticInfo diagnostic) => new([diagnostic]);
}
