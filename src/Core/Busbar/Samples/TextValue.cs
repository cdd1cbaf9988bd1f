namespace Busbar;

/// <summary>A series and a text: what a sample of a text refers to instead of its series alone, so that a sample keeps one reference.</summary>
internal sealed class TextValue(Series series, string text)
{
    public Series Series { get; } = series;

    public string Text { get; } = text;
}
