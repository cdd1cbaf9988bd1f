using System.Buffers;
using System.Runtime.CompilerServices;

namespace Busbar.Influx;

/// <summary>
/// Writes samples as InfluxDB line protocol, straight into the caller's buffer. Adjacent samples of one group and one source time
/// become one line of several fields. A quality that is not good is a second, integer field, <c>power_quality=64i</c>; a sample
/// without a value is that field alone. Allocates nothing once it has seen a series: the escaped head of the line stays with the
/// series. Immutable; any thread.
/// </summary>
public sealed class LineProtocol
{
    private const int FieldsOnTheStack = 16;
    private static readonly long[] Nanoseconds = [1, 1_000, 1_000_000, 1_000_000_000];

    private readonly bool _unsigned;
    private readonly long _unit; // nanoseconds of one unit of the timestamps

    /// <param name="version">Whose dialect: version 1 writes unsigned integers as signed ones where they fit.</param>
    /// <param name="precision">The unit of the timestamps, which the request has to name as well.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two is not defined.</exception>
    public LineProtocol(InfluxVersion version = InfluxVersion.V2, TimestampPrecision precision = TimestampPrecision.Nanoseconds)
    {
        if (version is not (InfluxVersion.V1 or InfluxVersion.V2))
            throw new ArgumentOutOfRangeException(nameof(version), version, "The version must be V1 or V2.");
        if ((uint)precision >= (uint)Nanoseconds.Length)
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "The precision must be one of nanoseconds to seconds.");

        Version = version;
        Precision = precision;
        _unsigned = version == InfluxVersion.V2;
        _unit = Nanoseconds[(int)precision];
    }

    /// <summary>Whose dialect it writes.</summary>
    public InfluxVersion Version { get; }

    /// <summary>The unit of the timestamps.</summary>
    public TimestampPrecision Precision { get; }

    /// <summary>Writes all samples in order, each line ended by a line feed.</summary>
    /// <param name="samples">What to write; not kept.</param>
    /// <param name="output">Where to; advanced by whole lines by the time this returns.</param>
    /// <returns>How much was written, and how many values could not be.</returns>
    public LineProtocolResult Write(ReadOnlySpan<Sample> samples, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Write(samples, output, int.MaxValue, out _);
    }

    /// <summary>Writes a point as one line, ended by a line feed. Allocates nothing for up to 16 fields that are not texts.</summary>
    /// <param name="point">A record marked <c>[Measurement]</c>.</param>
    /// <param name="output">Where to; advanced by the whole line by the time this returns.</param>
    /// <returns>How much was written, no line when all fields are null, and how many values could not be.</returns>
    /// <exception cref="ArgumentException">A tag is null, empty or holds a control character.</exception>
    /// <exception cref="SeriesLimitException">The registry of series holds as many as it may.</exception>
    public LineProtocolResult Write<TMeasurement>(in TMeasurement point, IBufferWriter<byte> output)
        where TMeasurement : IMeasurement
    {
        if (TMeasurement.MaxSamples > FieldsOnTheStack)
            return WriteLarge(in point, output);

        var samples = default(StackSamples);
        int count = point.CopyTo(samples);
        return Write(((ReadOnlySpan<Sample>)samples)[..count], output);
    }

    private LineProtocolResult WriteLarge<TMeasurement>(in TMeasurement point, IBufferWriter<byte> output)
        where TMeasurement : IMeasurement
    {
        Sample[] samples = ArrayPool<Sample>.Shared.Rent(TMeasurement.MaxSamples);
        try
        {
            int count = point.CopyTo(samples);
            return Write(samples.AsSpan(0, count), output);
        }
        finally
        {
            ArrayPool<Sample>.Shared.Return(samples, clearArray: true);
        }
    }

    /// <summary>The same, but begins no line once <paramref name="softLimit"/> octets are written; <paramref name="consumed"/> is how many samples were looked at, at least one of any.</summary>
    internal LineProtocolResult Write(ReadOnlySpan<Sample> samples, IBufferWriter<byte> output, long softLimit, out int consumed)
    {
        var writer = new LineWriter(output, _unsigned, _unit);
        for (consumed = 0; consumed < samples.Length; consumed++)
        {
            if (!writer.TryAdd(in samples[consumed], softLimit))
                break;
        }

        return writer.Finish();
    }

    [InlineArray(FieldsOnTheStack)]
    private struct StackSamples
    {
        private Sample _first;
    }
}
