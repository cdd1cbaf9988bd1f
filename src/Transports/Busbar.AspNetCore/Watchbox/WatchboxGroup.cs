using System.Text;

namespace Busbar.AspNetCore;

/// <summary>Names of groups as topics: Watchbox takes any text, a topic no wildcard and no control character.</summary>
internal static class WatchboxGroup
{
    /// <summary>The group that what the server sends to one client comes by.</summary>
    public const string OfServer = "server";

    public static string ToTopic(string group)
    {
        if (!group.Any(static character => IsEscaped(character)))
            return group;
        var topic = new StringBuilder(group.Length + 8);
        foreach (char character in group)
        {
            if (IsEscaped(character))
                topic.Append('%').Append(((int)character).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else
                topic.Append(character);
        }

        return topic.ToString();
    }

    private static bool IsEscaped(char character) => character is '+' or '#' or '%' || char.IsControl(character);
}
