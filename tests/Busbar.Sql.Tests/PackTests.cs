
namespace Busbar.Sql.Tests;

public class PackTests
{
    private static readonly Series Series = new SeriesRegistry().Group("m").Field("f");

    [Fact]
    public void RandomSamples_PackedAndRead_AreTheSame()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        using var writer = new PackWriter();
        for (int run = 0; run < 200; run++)
        {
            Sample[] samples = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => Any(random))];
            long[] numbers = [.. samples.Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];

            writer.Begin();
            for (int i = 0; i < samples.Length; i++)
            {
                writer.AddSeries(numbers[i]);
                writer.Add(in samples[i]);
            }

            var reader = new PackReader(writer.Written.Span);
            for (int i = 0; i < samples.Length; i++)
            {
                Assert.Equal(numbers[i], reader.ReadSeries());
                Assert.Equal(samples[i], reader.Read(Series));
            }

            Assert.True(reader.AtEnd);
        }
    }

    [Fact]
    public void RegularSamples_OfAUnchangedValue_TakeFewOctets()
    {
        using var writer = new PackWriter();
        writer.Begin();
        for (int i = 0; i < 1_000; i++)
        {
            Sample sample = Sample.Received(Series, SampleKind.Double, BitConverter.DoubleToUInt64Bits(41.7), i * 1_000_000_000L);
            writer.Add(in sample);
        }

        Assert.InRange(writer.Written.Length, 1, 2_050); // a control octet and one for the time
    }

    [Fact]
    public void CutPack_IsDamagedAndNothingElse()
    {
        var random = new Random(12);
        using var writer = new PackWriter();
        writer.Begin();
        for (int i = 0; i < 20; i++)
        {
            Sample sample = Any(random);
            writer.Add(in sample);
        }

        byte[] pack = writer.Written.ToArray();
        int damaged = 0;
        for (int length = 0; length < pack.Length; length++)
            damaged += ReadsToTheEnd(pack.AsSpan(0, length)) ? 0 : 1;

        Assert.InRange(damaged, pack.Length - 20, pack.Length - 1); // a cut between two samples is not seen
    }

    [Fact]
    public void RandomOctets_AreSamplesOrDamage_NeverAnotherException()
    {
        var random = new Random(13);
        byte[] octets = new byte[64];
        int damaged = 0;
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(octets);
            damaged += ReadsToTheEnd(octets) ? 0 : 1;
        }

        Assert.InRange(damaged, 1, 100_000);
    }

    private static bool ReadsToTheEnd(ReadOnlySpan<byte> pack)
    {
        try
        {
            var reader = new PackReader(pack);
            while (!reader.AtEnd)
                reader.Read(Series);
            return true;
        }
        catch (SqlHistoryException)
        {
            return false;
        }
    }

    private static Sample Any(Random random)
    {
        long time = random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next() * 1_000_000L;
        var quality = (Quality)(random.Next(3) == 0 ? random.Next(0, 65_536) : 0);
        var kind = (SampleKind)random.Next(0, 7);
        ulong bits = kind switch
        {
            SampleKind.None => 0,
            SampleKind.Boolean => (ulong)random.Next(2),
            SampleKind.Single => (uint)random.Next(),
            _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        };
        Sample sample = kind == SampleKind.String
            ? new Sample(Series, new string((char)random.Next(1, 0xD000), random.Next(0, 20)), UnixTime.FromNanoseconds(time / 200 * 100), quality)
            : Sample.Received(Series, kind, bits, time, quality);
        sample = sample.WithCause((Cause)random.Next(0, 48)).WithTimeFlags((TimeFlags)(random.Next(16) << 4));
        return random.Next(2) == 0 ? sample : sample.ReceivedAt(sample.SourceTimeNanoseconds / 2);
    }
}
