using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>What stands in an attribute by name.</summary>
internal static class AttributeArguments
{
    /// <summary>The named argument; <paramref name="otherwise"/> when it is not given.</summary>
    public static T Given<T>(this AttributeData attribute, string name, T otherwise) => attribute.TryGiven(name, out object? value) && value is T given ? given : otherwise;

    /// <summary>The number behind an enumeration's value; null when it is not given.</summary>
    public static int? GivenEnum(this AttributeData attribute, string name) => attribute.TryGiven(name, out object? value) && value is byte number ? number : null;

    private static bool TryGiven(this AttributeData attribute, string name, out object? value)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key != name || argument.Value.Kind == TypedConstantKind.Array)
                continue;
            value = argument.Value.Value;
            return true;
        }

        value = null;
        return false;
    }
}
