namespace Busbar.Messaging;

/// <summary>
/// A sample as the pages get it: <c>[id,value,time]</c>, or <c>[id,value,time,quality]</c> when the quality is not good. The id is
/// <see cref="Series.Index"/>, the time milliseconds since 1970-01-01T00:00:00Z with at most six decimals. UTF-8. NaN and the
/// infinities are <c>null</c>; integers beyond 2^53 are strings; a binary32 is printed as one. A sample without a value may be followed by the
/// last value there was: <c>[id,null,time,quality,lastValue,lastTime]</c>. Allocates nothing.
/// </summary>
public static class SampleJson
{
    /// <summary>Enough for every sample that is not a text, in octets.</summary>
    public const int MaxLength = 96;

    /// <summary>Writes the sample.</summary>
    /// <returns>False when the destination is too small.</returns>
    public static bool TryFormat(in Sample sample, Span<byte> destination, out int written)
    {
        var writer = new Writer(destination);
        bool fits = TryPutSample(ref writer, sample, sample.Quality != Quality.Good) && writer.TryPut((byte)']');
        written = fits ? writer.Position : 0;
        return fits;
    }

    /// <summary>Writes a sample without a value, followed by the last value of the series and its time.</summary>
    /// <param name="sample">What is written first.</param>
    /// <param name="lastWithValue">The sample of that series that had a value last.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="written">Octets written.</param>
    /// <returns>False when the destination is too small.</returns>
    public static bool TryFormat(in Sample sample, in Sample lastWithValue, Span<byte> destination, out int written)
    {
        var writer = new Writer(destination);
        bool fits = TryPutSample(ref writer, sample, withQuality: true)
            && writer.TryPut((byte)',')
            && TryPutValueAndTime(ref writer, lastWithValue)
            && writer.TryPut((byte)']');
        written = fits ? writer.Position : 0;
        return fits;
    }

    /// <summary>Writes the value alone: a number, <c>true</c>, <c>false</c>, a string, or <c>null</c> when there is none.</summary>
    /// <returns>False when the destination is too small.</returns>
    public static bool TryFormatValue(in Sample sample, Span<byte> destination, out int written)
    {
        switch (sample.Kind)
        {
            case SampleKind.Double: return JsonNumber.TryFormat(sample.AsDouble(), destination, out written);
            case SampleKind.Single: return JsonNumber.TryFormat(sample.AsSingle(), destination, out written);
            case SampleKind.Int64: return JsonNumber.TryFormat(sample.AsInt64(), destination, out written);
            case SampleKind.UInt64: return JsonNumber.TryFormat(sample.Bits, destination, out written);
            case SampleKind.Boolean: return TryCopy(sample.AsBoolean() ? "true"u8 : "false"u8, destination, out written);
            case SampleKind.String: return JsonText.TryFormat(sample.Text, destination, out written);
            default: return TryCopy("null"u8, destination, out written);
        }
    }

    /// <summary>Writes nanoseconds since the epoch as milliseconds with at most six decimals, exactly.</summary>
    /// <returns>False when the destination is too small; 32 octets always do.</returns>
    public static bool TryFormatTime(long nanoseconds, Span<byte> destination, out int written) =>
        JsonNumber.TryFormatMilliseconds(nanoseconds, destination, out written);

    private static bool TryPutSample(ref Writer writer, in Sample sample, bool withQuality) =>
        writer.TryPut((byte)'[')
        && JsonNumber.TryFormat((long)sample.Series.Index, writer.Free, out int octets) && writer.TryAdvance(octets)
        && writer.TryPut((byte)',')
        && TryPutValueAndTime(ref writer, sample)
        && (!withQuality || (writer.TryPut((byte)',') && JsonNumber.TryFormat((long)sample.Quality, writer.Free, out octets) && writer.TryAdvance(octets)));

    private static bool TryPutValueAndTime(ref Writer writer, in Sample sample) =>
        TryFormatValue(sample, writer.Free, out int octets) && writer.TryAdvance(octets)
        && writer.TryPut((byte)',')
        && JsonNumber.TryFormatMilliseconds(sample.SourceTimeNanoseconds, writer.Free, out octets) && writer.TryAdvance(octets);

    private static bool TryCopy(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        bool fits = text.TryCopyTo(destination);
        written = fits ? text.Length : 0;
        return fits;
    }

    private ref struct Writer(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Position { get; private set; }

        public readonly Span<byte> Free => _destination[Position..];

        public bool TryPut(byte octet)
        {
            if (Position == _destination.Length)
                return false;
            _destination[Position++] = octet;
            return true;
        }

        public bool TryAdvance(int octets)
        {
            Position += octets;
            return true;
        }
    }
}
