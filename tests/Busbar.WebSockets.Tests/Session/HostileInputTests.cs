using System.Globalization;
using Busbar.Links;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

/// <summary>
/// Random and mutated octets end in a close code or in none, never in an exception, and the same however they are cut. Some of them in
/// every run; more with BUSBAR_FUZZ_INPUTS=10000000, and others with BUSBAR_FUZZ_SEED.
/// </summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const int InputsOfEveryRun = 100_000;
    private const int Seed = 20_240_229;

    private static readonly WebSocketSessionOptions Options = new() { MaxMessageLength = 1000 };

    [Fact]
    public async Task MutatedFrames_EndInACloseCodeOrNone_TheSameWholeAndCut()
    {
        int inputs = Number("BUSBAR_FUZZ_INPUTS", InputsOfEveryRun);
        int seed = Number("BUSBAR_FUZZ_SEED", Seed);
        var random = new Random(seed);
        byte[][] corpus = [.. AutobahnCase.Ids.Select(id => AutobahnCase.Named(id.Data).ToOctets(WebSocketRole.Server)).Where(octets => octets.Length < 300)];
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);

        for (int i = 0; i < inputs; i++)
        {
            byte[] octets = Mutate(corpus, random);
            try
            {
                string outcome = await CheckAsync(octets, random);
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}, input {i}: {Convert.ToHexString(octets)}\n{exception}");
            }
        }

        foreach ((string outcome, int count) in outcomes)
            output.WriteLine($"{outcome}: {count.ToString(CultureInfo.InvariantCulture)}");
        Assert.All((string[])["open", "close 1000", "close 1002", "close 1007", "close 1009"], outcome => Assert.True(outcomes.ContainsKey(outcome), outcome));
    }

    private static byte[] Mutate(byte[][] corpus, Random random)
    {
        List<byte> octets = [.. corpus[random.Next(corpus.Length)]];
        if (random.Next(3) == 0)
            octets.AddRange(corpus[random.Next(corpus.Length)]);
        for (int edits = random.Next(4); edits > 0 && octets.Count > 1; edits--)
        {
            int at = random.Next(octets.Count);
            switch (random.Next(5))
            {
                case 0: octets[at] = (byte)random.Next(256); break;
                case 1: octets[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: octets.RemoveAt(at); break;
                case 3: octets.Insert(at, (byte)random.Next(256)); break;
                default: octets.RemoveRange(at, octets.Count - at); break;
            }
        }

        return [.. octets];
    }

    private static async Task<string> CheckAsync(byte[] octets, Random random)
    {
        var whole = new SessionDriver(WebSocketRole.Server, new EchoHandler(), Options);
        var cut = new SessionDriver(WebSocketRole.Server, new EchoHandler(), Options);
        int at = random.Next(octets.Length + 1);
        int second = random.Next(at, octets.Length + 1);

        whole.Receive(octets);
        cut.Receive(octets.AsSpan(0, at));
        cut.Receive(octets.AsSpan(at..second));
        cut.Receive(octets.AsSpan(second));

        List<string> sent = whole.Sent();
        Assert.Equal(sent, cut.Sent());
        Assert.Equal(whole.CloseReason?.Kind, cut.CloseReason?.Kind);
        Assert.NotEqual(CloseKind.InternalFault, whole.CloseReason?.Kind);
        Assert.True(whole.CloseReason is null || sent[^1].StartsWith("close", StringComparison.Ordinal), "closed without a close frame");
        await whole.DisposeAsync();
        await cut.DisposeAsync();
        return whole.CloseReason?.Kind == CloseKind.Local ? "open" : sent[^1];
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
