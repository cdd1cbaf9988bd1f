using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>Constants as JSON writes them.</summary>
internal static class JsonConstants
{
    /// <summary>What a parameter is when nothing is given for it; null when JSON has no such value.</summary>
    public static string? DefaultOf(IParameterSymbol parameter)
    {
        object? value = parameter.ExplicitDefaultValue;
        bool mayBeNull = parameter.Type.IsReferenceType || parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (value is null)
            return mayBeNull ? "null" : null;
        return EnumOf(parameter.Type) is { } type && NameOf(type, value) is { } name ? Quoted(name) : Of(value);
    }

    private static INamedTypeSymbol? EnumOf(ITypeSymbol type) =>
        (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type) as INamedTypeSymbol is { TypeKind: TypeKind.Enum } one ? one : null;

    private static string? NameOf(INamedTypeSymbol type, object value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value))?.Name;

    private static string? Of(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        string text => Quoted(text),
        char letter => Quoted(letter.ToString()),
        double number => double.IsNaN(number) || double.IsInfinity(number) ? null : number.ToString("R", CultureInfo.InvariantCulture),
        float number => float.IsNaN(number) || float.IsInfinity(number) ? null : number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Quoted(string text)
    {
        var json = new StringBuilder("\"");
        foreach (char letter in text)
        {
            if (letter is '"' or '\\')
                json.Append('\\').Append(letter);
            else if (letter < ' ' || char.IsSurrogate(letter))
                json.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else
                json.Append(letter);
        }

        return json.Append('"').ToString();
    }
}
