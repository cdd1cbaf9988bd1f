namespace Busbar.Packaging.Tests.Packages;

/// <summary>What one package brings along: exactly this, and nothing else.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Busbar">Packages of Busbar.</param>
/// <param name="ThirdParty">Packages of others.</param>
/// <param name="Frameworks">Shared frameworks.</param>
internal sealed record PackageRow(string Id, string[] Busbar, string[] ThirdParty, string[] Frameworks);
