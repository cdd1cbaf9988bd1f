using System.Buffers;
using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>Points of a measurement wherever samples go.</summary>
public static class MeasurementExtensions
{
    private const int FieldsOnTheStack = 16;

    /// <summary>Hands a point to every subscriber, as a batch of its fields. Allocates nothing for up to 16 fields that are not texts.</summary>
    public static void Publish<TMeasurement>(this Hub<Sample> hub, in TMeasurement point)
        where TMeasurement : IMeasurement =>
        hub.Write(in point);

    /// <summary>Writes a point to a sink, as a batch of its fields. Allocates nothing for up to 16 fields that are not texts.</summary>
    /// <returns>How many samples the sink took, from the front.</returns>
    public static int Write<TMeasurement>(this ISink<Sample> sink, in TMeasurement point)
        where TMeasurement : IMeasurement
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (TMeasurement.MaxSamples > FieldsOnTheStack)
            return WriteLarge(sink, in point);

        var samples = default(StackSamples);
        int count = point.CopyTo(samples);
        return sink.Write(((ReadOnlySpan<Sample>)samples)[..count]);
    }

    private static int WriteLarge<TMeasurement>(ISink<Sample> sink, in TMeasurement point)
        where TMeasurement : IMeasurement
    {
        Sample[] samples = ArrayPool<Sample>.Shared.Rent(TMeasurement.MaxSamples);
        try
        {
            int count = point.CopyTo(samples);
            return sink.Write(samples.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<Sample>.Shared.Return(samples, clearArray: true);
        }
    }

    [InlineArray(FieldsOnTheStack)]
    private struct StackSamples
    {
        private Sample _first;
    }
}
