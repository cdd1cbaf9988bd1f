using System.Reflection;
using System.Text.RegularExpressions;
using Busbar.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Tests.Diagnostics;

/// <summary>Every rule has its number for ever, its page, and its row in the list of releases.</summary>
public sealed partial class RuleTests
{
    private static readonly string[] FamiliesByThousand = ["", "Busbar.Events", "Busbar.Published", "Busbar.Measurements", "Busbar.Registers", "Busbar.HotPath", "Busbar.Lifetime"];

    public static TheoryData<string> Ids => [.. Rules.Select(rule => rule.Id)];

    private static DiagnosticDescriptor[] Rules { get; } = [.. typeof(MeasurementGenerator).Assembly.GetTypes()
        .Where(type => type.Namespace == "Busbar.Generators.Diagnostics")
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
        .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)];

    [Fact]
    public void Ids_AreUnique() => Assert.Equal(Rules.Length, Rules.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasItsPage_ItsFamily_AndItsLink(string id)
    {
        DiagnosticDescriptor rule = Rules.Single(rule => rule.Id == id);
        string page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "rules", id + ".md"));

        Assert.Matches(Number(), id);
        Assert.Equal(FamiliesByThousand[id[3] - '0'], rule.Category);
        Assert.EndsWith($"/docs/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.All(["**Cause.**", "**Fix.**", "**When to suppress.**"], part => Assert.Contains(part, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_AreOfRulesThatExist() =>
        Assert.Equal(Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(Checkout.Root, "docs", "rules"), "BUS*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [GeneratedRegex("^BUS[1-6][0-9]{3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
