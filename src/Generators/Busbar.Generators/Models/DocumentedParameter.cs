namespace Busbar.Generators.Models;

/// <summary>What a documentation says of a parameter.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Text">Plain text.</param>
internal sealed record DocumentedParameter(string Name, string Text);
