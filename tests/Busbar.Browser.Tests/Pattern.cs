using System.Text.RegularExpressions;

namespace Busbar.Browser.Tests;

/// <summary>What a text on the page should be like.</summary>
internal static class Pattern
{
    public static Regex Of(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
