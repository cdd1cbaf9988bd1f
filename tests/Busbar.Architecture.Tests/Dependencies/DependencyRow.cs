namespace Busbar.Architecture.Tests.Dependencies;

/// <summary>What one package may depend on besides the base library.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Busbar">Packages of Busbar.</param>
/// <param name="ThirdParty">Others; a <c>*</c> at the end stands for any ending.</param>
internal sealed record DependencyRow(string Package, string[] Busbar, string[] ThirdParty)
{
    public bool Allows(string reference) =>
        Busbar.Contains(reference, StringComparer.Ordinal) || ThirdParty.Any(pattern => Matches(pattern, reference));

    private static bool Matches(string pattern, string reference) =>
        pattern.EndsWith('*') ? reference.StartsWith(pattern[..^1], StringComparison.Ordinal) : string.Equals(reference, pattern, StringComparison.Ordinal);
}
