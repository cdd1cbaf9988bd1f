using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Busbar.Generators.Models;

/// <summary>Where something stands, without the syntax tree, which would keep the whole compilation alive and never be equal to the next one.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo? From(Location? location) =>
        location?.SourceTree is { } tree ? new LocationInfo(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;

    public static LocationInfo? From(ISymbol symbol) => From(symbol.Locations.FirstOrDefault(location => location.IsInSource));

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
