using System.Text.Json;

namespace Busbar;

/// <summary>One point of a measurement with its fields. Implemented by Busbar's generator on what carries <see cref="MeasurementAttribute"/>.</summary>
public interface IMeasurement
{
    /// <summary>How many samples a point becomes at most: its fields.</summary>
    static abstract int MaxSamples { get; }

    /// <summary>The point's measurement and tags, interned in <see cref="SeriesRegistry.Default"/>.</summary>
    SeriesGroup Group { get; }

    /// <summary>
    /// Makes the point's fields into adjacent samples of one group and one time. Allocates nothing once a point with these tags has been
    /// seen, but for fields of text.
    /// </summary>
    /// <param name="destination">Where to; at least <see cref="MaxSamples"/> long.</param>
    /// <returns>How many samples there are: a field that is null has none.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short, or a tag is null, empty or holds a control character.</exception>
    /// <exception cref="SeriesLimitException">The registry holds as many series as it may.</exception>
    int CopyTo(Span<Sample> destination);

    /// <summary>Writes the point as one JSON object: tags and fields by their names, <c>time</c> in ISO 8601. What JSON cannot carry, NaN and infinities, is null.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
