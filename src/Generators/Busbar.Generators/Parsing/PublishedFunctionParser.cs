using Busbar.Generators.Diagnostics;
using Busbar.Generators.Emit;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>A published method in, its model out; what is wrong with it goes to the list.</summary>
internal sealed class PublishedFunctionParser(List<DiagnosticInfo> diagnostics)
{
    private const int MaxArguments = 64;
    private static readonly string[] Generated = ["call", "reader", "index", "target", "ordered"];

    private readonly PayloadParser _payloads = new();
    private readonly HashSet<string> _stems = new(StringComparer.Ordinal);

    /// <summary>The user's own types among arguments and results so far.</summary>
    public UserTypes UserTypes => _payloads.UserTypes;

    /// <returns>Null when something is wrong with it.</returns>
    public PublishedFunctionModel? Parse(IMethodSymbol method, AttributeData attribute, string name, CancellationToken cancellationToken)
    {
        int before = diagnostics.Count;
        if (method.IsGenericMethod)
            Report(PublishedRules.Generic, method, method.Name);
        if (method is { ReturnsVoid: true } && (method.IsAsync || method.PartialImplementationPart?.IsAsync == true))
            Report(PublishedRules.AsyncVoid, method, method.Name);
        PublishedContext context = PublishedContext.Of(attribute, method, diagnostics);
        DocumentationModel documentation = Documentation(method, cancellationToken);
        var parameters = new List<PublishedParameterModel>();
        string stem = Stem(method.Name);
        var locals = new HashSet<string>([.. Generated, "End" + stem, $"Call{stem}InAnyOrder"], StringComparer.Ordinal);
        bool isKnown = diagnostics.Count == before;
        if (isKnown)
        {
            foreach (IParameterSymbol parameter in method.Parameters)
            {
                if (ParseParameter(parameter, context, documentation, locals) is { } model)
                    parameters.Add(model);
            }

            if (parameters.Count(parameter => parameter.Role == PublishedParameterRole.Argument) is > MaxArguments and int count)
                Report(PublishedRules.TooManyParameters, method, method.Name, $"{count}");
        }

        (PublishedResultForm form, PublishedValue? result) = isKnown ? ParseResult(method, context) : default;
        if (diagnostics.Count > before)
            return null;
        string type = method.ReturnType.ToDisplayString(TypeParser.FullName);
        return new PublishedFunctionModel(
            name, Escaped(method), stem, method.IsStatic, form, result, type, parameters.ToEquatableArray(), documentation, ObsoleteOf(method));
    }

    private PublishedParameterModel? ParseParameter(IParameterSymbol parameter, PublishedContext context, DocumentationModel documentation, HashSet<string> locals)
    {
        if (ByReference(parameter) is var (keyword, instead))
        {
            Report(PublishedRules.ByReference, parameter, parameter.Name, keyword, instead);
            return null;
        }

        string type = PayloadParser.NameOf(parameter.Type);
        if (type == "global::System.Threading.CancellationToken")
            return new PublishedParameterModel(parameter.Name, "", PublishedParameterRole.Token, type, null, IsRequired: false, null, null, null);
        bool isOptional = parameter.HasExplicitDefaultValue;
        bool isMarked = parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() is "Busbar.ServiceAttribute" or "Microsoft.AspNetCore.Mvc.FromServicesAttribute");
        PublishedValue? value = isMarked ? null : context.Parse(parameter.Type, _payloads, isResult: false, out _);
        if (value is null && parameter.Type.IsReferenceType && (isMarked || IsService(parameter.Type)))
        {
            bool mayLack = isOptional || parameter.NullableAnnotation == NullableAnnotation.Annotated;
            return new PublishedParameterModel(parameter.Name, "", PublishedParameterRole.Service, type, null, !mayLack, null, null, null);
        }

        if (value is null)
        {
            ReportParameter(parameter, context, isMarked);
            return null;
        }

        return new PublishedParameterModel(
            parameter.Name,
            Local(parameter.Name, locals),
            PublishedParameterRole.Argument,
            type,
            value,
            IsRequired: !isOptional && !value.IsNullable,
            isOptional ? Constants.DefaultOf(parameter) : null,
            isOptional ? JsonConstants.DefaultOf(parameter) : value.IsNullable ? "null" : null,
            documentation.Of(parameter.Name));
    }

    private void ReportParameter(IParameterSymbol parameter, PublishedContext context, bool isMarked)
    {
        context.Parse(parameter.Type, _payloads, isResult: false, out string problem);
        if (isMarked)
            Report(PublishedRules.UnsupportedParameter, parameter, parameter.Name, Short(parameter.Type), "a service is an object", "take a class or an interface");
        else if (context.IsGiven && PublishedContext.CanKnow(parameter.Type))
            Report(PublishedRules.UnknownToContext, parameter, parameter.Name, context.DisplayName, Short(PublishedContext.Bare(parameter.Type)));
        else
            Report(PublishedRules.UnsupportedParameter, parameter, parameter.Name, Short(parameter.Type), problem, Instead(parameter.Type, ", or mark it [Service] when it is one"));
    }

    private (PublishedResultForm Form, PublishedValue? Result) ParseResult(IMethodSymbol method, PublishedContext context)
    {
        (PublishedResultForm form, ITypeSymbol? type) = FormOf(method.ReturnType);
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
            Report(PublishedRules.UnsupportedResult, method, method.Name, "a reference", "a result is one value", "return the value itself");
        else if (type is null || context.Parse(type, _payloads, isResult: true, out string problem) is not { } value)
            ReportResult(method, type, context);
        else
            return (form, value);
        return (form, null);
    }

    private void ReportResult(IMethodSymbol method, ITypeSymbol? type, PublishedContext context)
    {
        if (type is null)
            return; // it gives nothing
        context.Parse(type, _payloads, isResult: true, out string problem);
        if (context.IsGiven && PublishedContext.CanKnow(type))
            Report(PublishedRules.UnknownToContext, method, method.Name, context.DisplayName, Short(PublishedContext.Bare(type)));
        else
            Report(PublishedRules.UnsupportedResult, method, method.Name, Short(type), problem, Instead(type, ""));
    }

    /// <summary>How the result comes, and its type or that of each item; null for nothing.</summary>
    internal static (PublishedResultForm Form, ITypeSymbol? Type) FormOf(ITypeSymbol type) => type.OriginalDefinition.ToDisplayString() switch
    {
        "void" => (PublishedResultForm.Direct, null),
        "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask" => (PublishedResultForm.Awaited, null),
        "System.Threading.Tasks.Task<TResult>" or "System.Threading.Tasks.ValueTask<TResult>" => (PublishedResultForm.Awaited, ((INamedTypeSymbol)type).TypeArguments[0]),
        "System.Collections.Generic.IAsyncEnumerable<T>" => (PublishedResultForm.Streamed, ((INamedTypeSymbol)type).TypeArguments[0]),
        _ => (PublishedResultForm.Direct, type),
    };

    private static string Instead(ITypeSymbol type, string also) => PublishedContext.CanKnow(type)
        ? $"name a context that knows it: [Published(Json = typeof(…))]{also}"
        : "take a number, text, or a record of such";

    private static (string Keyword, string Instead)? ByReference(IParameterSymbol parameter) => parameter switch
    {
        { RefKind: RefKind.Ref } => ("ref", "return what changes"),
        { RefKind: RefKind.Out } => ("out", "return it"),
        { RefKind: RefKind.In } => ("in", "remove 'in'"),
        { RefKind: not RefKind.None } => ("ref readonly", "remove 'ref readonly'"),
        { IsParams: true } => ("params", "remove 'params'"),
        _ => null,
    };

    /// <summary>An interface is nothing that a payload can become, unless it is one of collections, whose items are at fault then.</summary>
    private static bool IsService(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && !type.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal);

    private static DocumentationModel Documentation(IMethodSymbol method, CancellationToken cancellationToken)
    {
        DocumentationModel definition = DocumentationParser.Parse(method, cancellationToken);
        return definition == DocumentationModel.None && method.PartialImplementationPart is { } other ? DocumentationParser.Parse(other, cancellationToken) : definition;
    }

    private static string? ObsoleteOf(IMethodSymbol method) =>
        method.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == "System.ObsoleteAttribute") is { } obsolete
            ? obsolete.ConstructorArguments.FirstOrDefault().Value as string ?? ""
            : null;

    private static string Local(string name, HashSet<string> locals)
    {
        string local = name;
        for (int number = 2; !locals.Add(local); number++)
            local = name + number;
        return PayloadText.Escaped(local);
    }

    private string Stem(string method)
    {
        string name = char.ToUpperInvariant(method[0]) + method.Substring(1);
        string stem = name;
        for (int number = 2; !_stems.Add(stem); number++)
            stem = name + number;
        return stem;
    }

    private static string Escaped(IMethodSymbol method) => PayloadText.Escaped(method.Name);

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) => diagnostics.Add(DiagnosticInfo.Of(rule, LocationInfo.From(at), arguments));
}
