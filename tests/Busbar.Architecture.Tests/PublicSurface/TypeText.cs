namespace Busbar.Architecture.Tests.PublicSurface;

/// <summary>A type as C# writes it: keywords, generic arguments, nullability, no namespaces.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new (Type Type, string Keyword)[]
    {
        (typeof(void), "void"), (typeof(object), "object"), (typeof(string), "string"), (typeof(bool), "bool"), (typeof(char), "char"),
        (typeof(byte), "byte"), (typeof(sbyte), "sbyte"), (typeof(short), "short"), (typeof(ushort), "ushort"), (typeof(int), "int"),
        (typeof(uint), "uint"), (typeof(long), "long"), (typeof(ulong), "ulong"), (typeof(nint), "nint"), (typeof(nuint), "nuint"),
        (typeof(float), "float"), (typeof(double), "double"), (typeof(decimal), "decimal"),
    }.ToDictionary(pair => pair.Type, pair => pair.Keyword);

    /// <param name="type">The type; a by-reference type gives its element.</param>
    /// <param name="flags">What the compiler noted of its nullability, if anything.</param>
    public static string Of(Type type, NullableFlags? flags = null)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, flags);
        bool mayBeNull = flags?.Next(type) ?? false; // before the parts, which have their flags behind it
        return Plain(type, flags) + (mayBeNull ? "?" : "");
    }

    /// <summary>The name under which a type is declared, with its type parameters and those of the types around it.</summary>
    public static string Declared(Type type)
    {
        int around = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string prefix = type.DeclaringType is { } declaring ? Declared(declaring) + "." : "";
        return prefix + PlainName(type) + GenericText.Parameters(type.GetGenericArguments().Skip(around));
    }

    /// <summary>The name without type parameters.</summary>
    public static string PlainName(Type type)
    {
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? type.Name : type.Name[..tick];
    }

    private static string Plain(Type type, NullableFlags? flags)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, flags)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsGenericParameter)
            return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying, flags) + "?";

        string[] arguments = [.. type.GetGenericArguments().Select(argument => Of(argument, flags))];
        return type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            ? $"({string.Join(", ", arguments)})"
            : Named(type, arguments);
    }

    /// <summary>The name with the generic arguments where they belong: those of the types around it stand with those.</summary>
    private static string Named(Type type, string[] arguments)
    {
        int around = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string prefix = type.DeclaringType is { } declaring ? Named(declaring, arguments[..around]) + "." : "";
        return prefix + PlainName(type) + (arguments.Length == around ? "" : $"<{string.Join(", ", arguments[around..])}>");
    }
}
