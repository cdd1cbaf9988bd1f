using System.Reflection;
using System.Runtime.CompilerServices;

namespace Busbar.Architecture.Tests.PublicSurface;

/// <summary>
/// The public surface of an assembly as text: namespaces, below them the types, each with its members below it, all in a stable
/// order, one declaration a line. What the compiler writes for records is left out: the word record says it.
/// </summary>
internal static class ApiReader
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Read(Assembly assembly) => Read(assembly.GetTypes());

    public static string Read(IEnumerable<Type> types)
    {
        var text = new List<string>();
        foreach (IGrouping<string?, Type> group in types.Where(IsVisible).GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Add($"namespace {group.Key}");
            text.Add("");
            foreach (Type type in group.OrderBy(type => TypeText.Of(type), StringComparer.Ordinal))
            {
                text.Add(Declaration(type));
                text.AddRange(Members(type).Select(member => "    " + member));
                text.Add("");
            }
        }

        return string.Join('\n', text);
    }

    /// <summary>Whether users of the package can call it or derive from it.</summary>
    public static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && method.DeclaringType is { IsSealed: false });

    private static bool IsVisible(Type type) =>
        !type.Name.Contains('<', StringComparison.Ordinal) && (type.DeclaringType is { } around ? IsVisible(around) && (type.IsNestedPublic || (type.IsNestedFamily && !around.IsSealed)) : type.IsPublic);

    private static string Declaration(Type type)
    {
        string head = MemberText.Attributes(type) + (type.IsNestedFamily ? "protected " : "public ");
        if (type.IsSubclassOf(typeof(Delegate)))
            return head + MemberText.Delegate(type);
        string name = TypeText.Declared(type);
        if (type.IsEnum)
            return $"{(type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : "")}{head}enum {name} : {TypeText.Of(type.GetEnumUnderlyingType())}";
        string[] bases = [.. Bases(type)];
        return $"{head}{Kind(type)} {name}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}{GenericText.Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type)
    {
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{(IsRecord(type) ? "record " : "")}struct";
        string modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        return modifier + (IsRecord(type) ? "record" : "class");
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsClass && type.BaseType is { } parent && parent != typeof(object))
            yield return TypeText.Of(parent);

        Type[] all = type.GetInterfaces();
        IEnumerable<Type> inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(all.SelectMany(face => face.GetInterfaces()));
        foreach (string face in all.Except(inherited).Where(face => face.IsVisible && !IsOwnEquality(face, type)).Select(face => TypeText.Of(face)).Order(StringComparer.Ordinal))
            yield return face;
    }

    private static bool IsOwnEquality(Type face, Type type) =>
        IsRecord(type) && face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEquatable<>) && TypeText.Of(face.GetGenericArguments()[0]) == TypeText.Of(type);

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute));

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return [];
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(EnumMember);

        return type.GetMembers(Declared).Where(member => IsPartOfTheSurface(member))
            .Select(member => (Rank: Rank(member), member.Name, Text: MemberText.Of(member)))
            .OrderBy(entry => entry.Rank).ThenBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => entry.Text, StringComparer.Ordinal)
            .Select(entry => entry.Text);
    }

    private static string EnumMember(FieldInfo field) => $"{field.Name} = {ValueText.Of(field.GetRawConstantValue(), field.FieldType.GetEnumUnderlyingType())}";

    private static int Rank(MemberInfo member) => member switch
    {
        FieldInfo => 0,
        ConstructorInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };

    private static bool IsPartOfTheSurface(MemberInfo member) => member switch
    {
        _ when member.Name.Contains('<', StringComparison.Ordinal) => false,
        FieldInfo field => field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && field.DeclaringType is { IsSealed: false }),
        ConstructorInfo constructor => !constructor.IsStatic && IsVisible(constructor) && !IsCopyConstructor(constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible) && !IsExplicit(property.Name) && property.Name != "EqualityContract",
        EventInfo definition => IsVisible(definition.AddMethod!) && !IsExplicit(definition.Name),
        MethodInfo method => IsVisible(method) && !IsExplicit(method.Name) && !IsAccessor(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)),
        _ => false, // nested types stand on their own
    };

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsExplicit(string name) => name.Contains('.', StringComparison.Ordinal) && !name.StartsWith('.');

    private static bool IsCopyConstructor(ConstructorInfo constructor) =>
        constructor.IsDefined(typeof(CompilerGeneratedAttribute)) && constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType;
}
