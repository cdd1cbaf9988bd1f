namespace Busbar.Generators.Parsing;

/// <summary>Names as JSON has them: <c>ActivePower</c> is <c>activePower</c>, <c>IPAddress</c> is <c>ipAddress</c>, <c>X</c> is <c>x</c>.</summary>
internal static class CamelCase
{
    public static string Of(string name)
    {
        char[] text = name.ToCharArray();
        for (int i = 0; i < text.Length && char.IsUpper(text[i]); i++)
        {
            if (i > 0 && i + 1 < text.Length && !char.IsUpper(text[i + 1]))
                break; // the next word's first letter
            text[i] = char.ToLowerInvariant(text[i]);
        }

        return new string(text);
    }
}
