using Busbar.MessagePack.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Busbar.MessagePack.Tests;

/// <summary>Whatever value is written is read as what it was, whole and cut anywhere, and skipped as a whole.</summary>
public sealed class RoundTripTests
{
    private static readonly Config Checked = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20_240_229, 1).WithQuietOnSuccess(true); // seeded

    [Fact]
    public void Integers() => Check(ArbMap.Default.GeneratorFor<long>().Select(value => value >> (int)(value & 63)), static (ref writer, value) => writer.WriteInteger(value), static value => value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void UnsignedIntegers() => Check(ArbMap.Default.GeneratorFor<ulong>(), static (ref writer, value) => writer.WriteInteger(value), static value => value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Doubles() => Check(ArbMap.Default.GeneratorFor<double>(), static (ref writer, value) => writer.WriteDouble(value), Described.Float);

    [Fact]
    public void Singles() => Check(ArbMap.Default.GeneratorFor<float>(), static (ref writer, value) => writer.WriteSingle(value), static value => Described.Float(value));

    [Fact]
    public void Strings() => Check(Texts(), static (ref writer, value) => writer.WriteString(value), Described.Quoted);

    [Fact]
    public void Binaries() => Check(ArbMap.Default.GeneratorFor<byte[]>(), static (ref writer, value) => writer.WriteBinary(value), static value => Described.Binary(value));

    [Fact]
    public void Extensions() => Check(
        ArbMap.Default.GeneratorFor<(sbyte Type, byte[] Data)>().Where(static value => value.Type != -1),
        static (ref writer, value) => writer.WriteExtension(value.Type, value.Data),
        static value => Described.Extension(value.Type, value.Data));

    [Fact]
    public void Timestamps() => Check(
        ArbMap.Default.GeneratorFor<(long Seconds, uint Nanoseconds)>().Select(static value => (value.Seconds >> (int)(value.Nanoseconds & 63), (int)(value.Nanoseconds % 1_000_000_000))),
        static (ref writer, value) => writer.WriteTimestamp(value.Item1, value.Item2),
        static value => Described.Time(value.Item1, value.Item2));

    [Fact]
    public void Trees() => Check(Gen.Sized(static size => TreeValue.Of(Math.Min(size, 40))), static (ref writer, value) => value.Write(ref writer), static value => value.Meaning);

    private delegate void Writing<T>(ref MessagePackWriter writer, T value);

    private static Gen<string> Texts() => ArbMap.Default.GeneratorFor<string?>().Select(static text => new string([.. (text ?? "").Where(static character => !char.IsSurrogate(character))]));

    private static void Check<T>(Gen<T> values, Writing<T> write, Func<T, string> describe) =>
        Prop.ForAll(values.ToArbitrary(), value =>
        {
            byte[] octets = Output.Of((ref writer) => write(ref writer, value));
            string expected = describe(value);

            Assert.Equal(expected, Described.Value(octets));
            for (int cut = 0; cut <= octets.Length; cut += 1 + (octets.Length / 40))
                Assert.Equal(expected, Described.Value(Segment.CutAt(octets, cut)));
            var reader = new MessagePackReader(octets);
            Assert.True(reader.TrySkip() && reader.IsAtEnd);
        }).Check(Checked);
}
