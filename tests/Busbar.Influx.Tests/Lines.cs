using System.Buffers;
using System.Text;

namespace Busbar.Influx.Tests;

/// <summary>Shorthands of these tests: a registry of their own, a fixed time, lines as text.</summary>
internal static class Lines
{
    public const long Time = 1_767_225_600_123_456_789; // 2026-01-01T00:00:00.123456789Z

    public static SeriesGroup Group(string measurement, params ReadOnlySpan<Tag> tags) => new SeriesRegistry().Group(measurement, tags);

    public static Sample At(Series series, double value, long time = Time, Quality quality = Quality.Good) =>
        Sample.Received(series, SampleKind.Double, BitConverter.DoubleToUInt64Bits(value), time, quality);

    public static string Write(params ReadOnlySpan<Sample> samples) => Write(InfluxVersion.V2, out _, samples);

    public static string Write(InfluxVersion version, out LineProtocolResult result, params ReadOnlySpan<Sample> samples)
    {
        var output = new ArrayBufferWriter<byte>();
        result = new LineProtocol(version).Write(samples, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
