namespace Busbar.Generators;

/// <summary>Names of the pipelines' steps, for the tests that watch what an edit causes.</summary>
internal static class Steps
{
    public const string ParseMeasurements = nameof(ParseMeasurements);
    public const string ParseRegisterMaps = nameof(ParseRegisterMaps);
    public const string ParseEvents = nameof(ParseEvents);
    public const string ParseEventFallbacks = nameof(ParseEventFallbacks);
    public const string ParsePublished = nameof(ParsePublished);
}
