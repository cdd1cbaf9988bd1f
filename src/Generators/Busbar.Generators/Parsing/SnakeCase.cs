using System.Text;

namespace Busbar.Generators.Parsing;

/// <summary>Names as measurements use them: <c>ActivePower</c> is <c>active_power</c>, <c>VoltageL1</c> is <c>voltage_l1</c>, <c>HTTPStatus</c> is <c>http_status</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || BeginsWord(name, i)))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static bool BeginsWord(string name, int index) => index + 1 < name.Length && char.IsLower(name[index + 1]);
}
