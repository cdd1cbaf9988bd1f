using System.Globalization;

namespace Busbar.Architecture.Tests.PublicSurface;

/// <summary>A default value or constant as C# writes it.</summary>
internal static class ValueText
{
    public static string Of(object? value, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && plain == type ? "default" : "null",
            _ when plain.IsEnum => Enum(value, plain),
            string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
            char character => $"'{character}'",
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
    }

    private static string Enum(object value, Type type)
    {
        object member = System.Enum.ToObject(type, value);
        string[] names = (member.ToString() ?? "").Split(", ");
        return names.All(name => char.IsLetter(name[0]))
            ? string.Join(" | ", names.Select(name => $"{type.Name}.{name}"))
            : $"({type.Name}){Convert.ToString(System.Convert.ChangeType(value, type.GetEnumUnderlyingType(), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}";
    }
}
