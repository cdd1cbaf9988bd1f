using System.Reflection;
using System.Runtime.CompilerServices;

namespace Busbar.Architecture.Tests.HouseRules;

/// <summary>What every public type keeps to. Each method gives one sentence for each breach.</summary>
internal static class TypeRules
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>A class is sealed, abstract or static, so that nobody derives from what was not made for it.</summary>
    public static IEnumerable<string> Sealed(IEnumerable<Type> types) =>
        from type in types
        where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !typeof(Exception).IsAssignableFrom(type)
        select $"{NameOf(type)} is neither sealed nor abstract.";

    /// <summary>An exception is sealed, unless it is the root from which another one of the package derives.</summary>
    public static IEnumerable<string> SealedExceptions(IReadOnlyCollection<Type> types) =>
        from type in types
        where typeof(Exception).IsAssignableFrom(type) && !type.IsSealed && !types.Any(other => other.BaseType == type)
        select $"{NameOf(type)} is neither sealed nor the root of other exceptions.";

    /// <summary>Options are sealed records whose properties can be set, so that a lambda and configuration binding can do so.</summary>
    public static IEnumerable<string> Options(IEnumerable<Type> types) =>
        types.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsEnum).SelectMany(BreachesOfOptions);

    /// <summary>A method that waits can be cancelled: its last parameter is a token.</summary>
    public static IEnumerable<string> Cancellation(IEnumerable<Type> types) =>
        from type in types.Where(type => !type.IsSubclassOf(typeof(Delegate)))
        from method in type.GetMethods(Declared)
        where IsAwaited(method.ReturnType) && !IsDisposal(method) && !method.IsSpecialName && method.GetBaseDefinition() == method
        where method.GetParameters() is not [.., { ParameterType: { } last }] || last != typeof(CancellationToken)
        select $"{NameOf(type)}.{method.Name} does not take a CancellationToken last.";

    /// <summary>The name under which an exception from a rule is listed.</summary>
    public static string NameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    private static IEnumerable<string> BreachesOfOptions(Type type)
    {
        if (!type.IsSealed || type.GetMethod("PrintMembers", Declared | BindingFlags.NonPublic) is not { } print || !print.IsDefined(typeof(CompilerGeneratedAttribute)) || type.IsValueType)
            yield return $"{NameOf(type)} is no sealed record.";
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !IsSettable(property) && !IsComputed(property)))
            yield return $"{NameOf(type)}.{property.Name} cannot be set after construction.";
    }

    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    // A property without a field of its own says something about the others; a collection is filled, not replaced.
    private static bool IsComputed(PropertyInfo property) =>
        property.SetMethod is null
        && (property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is null
            || typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType));

    private static bool IsAwaited(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask) || (type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    private static bool IsDisposal(MethodInfo method) => method.Name == nameof(IAsyncDisposable.DisposeAsync) && method.GetParameters().Length == 0;
}
