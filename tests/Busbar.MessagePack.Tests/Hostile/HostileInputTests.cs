using System.Globalization;
using Busbar.MessagePack.Tests.Support;
using Busbar.MessagePack.Tests.ThingsDb;

namespace Busbar.MessagePack.Tests.Hostile;

/// <summary>
/// Mutated inputs end in a status. Some of them in every run; more with BUSBAR_FUZZ_INPUTS=10000000, and others with BUSBAR_FUZZ_SEED.
/// </summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const int InputsOfEveryRun = 200_000;
    private const int Seed = 20_240_229;

    [Fact]
    public void MutatedInputs_EndInAStatus_AndReadTheSameSplit()
    {
        int inputs = Number("BUSBAR_FUZZ_INPUTS", InputsOfEveryRun);
        int seed = Number("BUSBAR_FUZZ_SEED", Seed);
        var mutator = new Mutator(Corpus(), seed);
        using var differential = new Differential();

        for (int i = 0; i < inputs; i++)
        {
            ReadOnlyMemory<byte> octets = mutator.Next();
            try
            {
                differential.Check(octets, mutator.Random);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}, input {i}: {Convert.ToHexString(octets.Span)}\n{exception}");
            }
        }

        foreach (MessagePackStatus status in Enum.GetValues<MessagePackStatus>())
            output.WriteLine($"{status}: {differential.Outcomes[(int)status].ToString(CultureInfo.InvariantCulture)}");
    }

    [Fact]
    public void RandomOctets_EndInAStatus_AndReadTheSameSplit()
    {
        var random = new Random(Seed);
        using var differential = new Differential();
        byte[] octets = new byte[64];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(octets);
            differential.Check(octets.AsMemory(0, random.Next(octets.Length)), random);
        }
    }

    private static byte[][] Corpus() =>
    [
        .. FormatVector.All.Select(static vector => vector.ToOctets()),
        .. TranscriptLine.All.Where(static line => line.Payload.Length is > 0 and < 1_000).Select(static line => line.Payload),
        [.. Enumerable.Repeat((byte)0x91, 70), 0xC0],
        [.. Enumerable.Repeat((byte)0x81, 70), .. Enumerable.Repeat((byte)0xA0, 71)],
    ];

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
