using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

/// <summary>The cases of the Autobahn test suite, for a server and for a client, whole and cut.</summary>
public sealed class AutobahnTests
{
    private const int AllCutsUpTo = 400; // octets; longer inputs are cut near the ends and at random

    public static TheoryData<string> Ids => AutobahnCase.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Case_Whole_IsAnsweredAsItMustBe(string id)
    {
        AutobahnCase item = AutobahnCase.Named(id);
        foreach (WebSocketRole role in Enum.GetValues<WebSocketRole>())
            Assert.Equal(item.Sent, await RunAsync(role, item, []));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Case_CutAnywhere_IsAnsweredTheSame(string id)
    {
        AutobahnCase item = AutobahnCase.Named(id);
        foreach (WebSocketRole role in Enum.GetValues<WebSocketRole>())
        {
            byte[] octets = item.ToOctets(role);
            foreach (int cut in Cuts(octets.Length))
                Assert.Equal(item.Sent, await RunAsync(role, item, [cut]));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Case_OctetByOctetOrInChunks_IsAnsweredTheSame(string id)
    {
        AutobahnCase item = AutobahnCase.Named(id);
        foreach (WebSocketRole role in Enum.GetValues<WebSocketRole>())
        {
            byte[] octets = item.ToOctets(role);
            int size = octets.Length <= 4096 ? 1 : 997; // 1.1.8: chopped into 997 octets
            Assert.Equal(item.Sent, await RunAsync(role, item, [.. Enumerable.Range(1, octets.Length / size).Select(i => i * size)]));
        }
    }

    [Theory] // 6.4.3 and 6.4.4: one frame, its octets one by one
    [InlineData("CEBAE1BDB9CF83CEBCCEB5F4908080656469746564", 12)]
    [InlineData("C0AF", 0)]
    [InlineData("E09FBF", 1)]
    [InlineData("EDA080", 1)]
    [InlineData("F08FBFBF", 1)]
    [InlineData("61E0A0F5", 3)]
    public async Task Text_FailsAtTheOctetThatBreaksIt(string payload, int index)
    {
        foreach (WebSocketRole role in Enum.GetValues<WebSocketRole>())
        {
            byte[] octets = TestFrame.Text(Convert.FromHexString(payload)).ToOctets(isMasked: role == WebSocketRole.Server);
            int header = octets.Length - (payload.Length / 2);
            await using var driver = new SessionDriver(role, new EchoHandler());

            driver.Receive(octets.AsSpan(0, header + index));
            Assert.Null(driver.CloseReason);
            driver.Receive(octets.AsSpan(header + index, 1));

            Assert.Equal(["close 1007"], driver.Sent());
        }
    }

    private static async Task<List<string>> RunAsync(WebSocketRole role, AutobahnCase item, int[] cuts)
    {
        byte[] octets = item.ToOctets(role);
        var handler = new EchoHandler();
        await using var driver = new SessionDriver(role, handler);
        int start = 0;
        foreach (int cut in cuts.Append(octets.Length))
        {
            driver.Receive(octets.AsSpan(start..cut));
            start = cut;
        }

        return await driver.SentAsync(item.Sent.Length);
    }

    private static IEnumerable<int> Cuts(int length)
    {
        if (length <= AllCutsUpTo)
            return Enumerable.Range(1, length - 1);
        var random = new Random(length);
        return Enumerable.Range(1, 20).Concat(Enumerable.Range(0, 4).Select(_ => random.Next(1, length))).Concat(Enumerable.Range(length - 10, 10));
    }
}
