using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Busbar.Architecture.Tests.PublicSurface;

/// <summary>A member as C# declares it, on one line.</summary>
internal static class MemberText
{
    private static readonly Dictionary<string, string> Operators = new (string Name, string Symbol)[]
    {
        ("op_Equality", "=="), ("op_Inequality", "!="), ("op_LessThan", "<"), ("op_GreaterThan", ">"), ("op_LessThanOrEqual", "<="),
        ("op_GreaterThanOrEqual", ">="), ("op_Addition", "+"), ("op_Subtraction", "-"), ("op_Multiply", "*"), ("op_Division", "/"),
        ("op_BitwiseAnd", "&"), ("op_BitwiseOr", "|"), ("op_Increment", "++"), ("op_Decrement", "--"), ("op_UnaryNegation", "-"),
    }.ToDictionary(pair => pair.Name, pair => pair.Symbol, StringComparer.Ordinal);

    public static string Of(MemberInfo member) => Attributes(member) + member switch
    {
        ConstructorInfo constructor => $"{Access(constructor)} {TypeText.PlainName(constructor.DeclaringType!)}({Parameters(constructor)})",
        MethodInfo method => Method(method),
        PropertyInfo property => Property(property),
        EventInfo definition => $"{Modifiers(definition.AddMethod!)} event {TypeText.Of(definition.EventHandlerType!, NullableFlags.Of(definition))} {definition.Name}",
        FieldInfo field => Field(field),
        _ => throw new ArgumentException($"{member} is no member that can be written.", nameof(member)),
    };

    /// <summary>The signature of a delegate.</summary>
    public static string Delegate(Type type)
    {
        MethodInfo invoke = type.GetMethod("Invoke")!;
        return $"delegate {Result(invoke)} {TypeText.Declared(type)}({Parameters(invoke)}){GenericText.Constraints(type.GetGenericArguments())}";
    }

    /// <summary>What a user of the member is told by the compiler.</summary>
    public static string Attributes(MemberInfo member)
    {
        string text = "";
        if (member.GetCustomAttribute<ExperimentalAttribute>() is { } experimental)
            text += $"[Experimental(\"{experimental.DiagnosticId}\")] ";
        if (member.GetCustomAttribute<ObsoleteAttribute>() is { } obsolete && member is not Type { IsByRefLike: true } && member is not ConstructorInfo)
            text += $"[Obsolete(\"{obsolete.Message}\")] ";
        return text;
    }

    private static string Method(MethodInfo method)
    {
        Type[] generic = method.GetGenericArguments();
        string name = method.IsSpecialName && method.Name is "op_Implicit" or "op_Explicit"
            ? $"{(method.Name == "op_Implicit" ? "implicit" : "explicit")} operator {Result(method)}"
            : $"{Result(method)} {(Operators.TryGetValue(method.Name, out string? symbol) ? $"operator {symbol}" : method.Name)}{GenericText.Parameters(generic)}";
        return $"{Modifiers(method)} {name}({Parameters(method)}){GenericText.Constraints(generic)}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo widest = Widest(property);
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? " required" : "";
        string reference = Reference(property.PropertyType, property.GetRequiredCustomModifiers());
        string accessors = Accessor(property.GetMethod, "get", widest) + Accessor(property.SetMethod, IsInit(property) ? "init" : "set", widest);
        return $"{Modifiers(widest)}{required} {reference}{TypeText.Of(property.PropertyType, NullableFlags.Of(property))} {name} {{ {accessors}}}";
    }

    private static string Field(FieldInfo field)
    {
        string modifiers = Access(field.IsFamily || field.IsFamilyOrAssembly) + (field.IsLiteral ? " const" : (field.IsStatic ? " static" : "") + (field.IsInitOnly ? " readonly" : ""));
        string value = field.IsLiteral ? $" = {ValueText.Of(field.GetRawConstantValue(), field.FieldType)}" : "";
        return $"{modifiers} {TypeText.Of(field.FieldType, NullableFlags.Of(field))} {field.Name}{value}";
    }

    private static string Accessor(MethodInfo? accessor, string word, MethodInfo widest) =>
        accessor is null || !ApiReader.IsVisible(accessor) ? "" : accessor.IsFamily && !widest.IsFamily ? $"protected {word}; " : $"{word}; ";

    private static MethodInfo Widest(PropertyInfo property) =>
        property.GetMethod is { } get && (get.IsPublic || property.SetMethod is not { IsPublic: true }) && ApiReader.IsVisible(get) ? get : property.SetMethod!;

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static string Result(MethodInfo method) =>
        Reference(method.ReturnType, method.ReturnParameter.GetRequiredCustomModifiers())
        + TypeText.Of(method.ReturnType, NullableFlags.Of(method.ReturnParameter));

    private static string Reference(Type type, Type[] modifiers) =>
        !type.IsByRef ? "" : modifiers.Contains(typeof(InAttribute)) ? "ref readonly " : "ref ";

    private static string Parameters(MethodBase method)
    {
        string self = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return self + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter switch
        {
            { IsOut: true, ParameterType.IsByRef: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => parameter.IsDefined(typeof(RequiresLocationAttribute)) ? "ref readonly " : "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        string scoped = parameter.IsDefined(typeof(ScopedRefAttribute)) && passing is not ("out " or "params ") ? "scoped " : "";
        string value = parameter.HasDefaultValue ? $" = {ValueText.Of(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{Promises(parameter)}{scoped}{passing}{TypeText.Of(parameter.ParameterType, NullableFlags.Of(parameter))} {parameter.Name}{value}";
    }

    // What the compiler is told about null beyond the type: NotNullWhen, MaybeNullWhen and the like.
    private static string Promises(ParameterInfo parameter) =>
        string.Concat(parameter.CustomAttributes
            .Where(attribute => attribute.AttributeType.Namespace == "System.Diagnostics.CodeAnalysis" && attribute.AttributeType.Name.Contains("Null", StringComparison.Ordinal))
            .Select(attribute => $"[{attribute.AttributeType.Name.Replace("Attribute", "", StringComparison.Ordinal)}{Arguments(attribute)}] "));

    private static string Arguments(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.Count == 0 ? "" : $"({string.Join(", ", attribute.ConstructorArguments.Select(argument => ValueText.Of(argument.Value, argument.ArgumentType)))})";

    private static string Modifiers(MethodInfo method)
    {
        bool inInterface = method.DeclaringType!.IsInterface;
        string kind = method switch
        {
            { IsStatic: true, IsAbstract: true } => " static abstract",
            { IsStatic: true, IsVirtual: true } => " static virtual",
            { IsStatic: true } => " static",
            { IsAbstract: true } => inInterface ? "" : IsOverride(method) ? " abstract override" : " abstract",
            { IsVirtual: true } when IsOverride(method) => method.IsFinal ? " sealed override" : " override",
            { IsVirtual: true, IsFinal: false } => " virtual",
            _ => "",
        };
        return inInterface ? kind.TrimStart() is { Length: > 0 } trimmed ? $"public {trimmed}" : "public" : Access(method) + kind;
    }

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static string Access(MethodBase method) => Access(method.IsFamily || method.IsFamilyOrAssembly);

    private static string Access(bool isProtected) => isProtected ? "protected" : "public";
}
