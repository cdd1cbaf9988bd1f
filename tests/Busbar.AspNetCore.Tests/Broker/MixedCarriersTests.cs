using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Busbar.Messaging;

namespace Busbar.AspNetCore.Tests;

/// <summary>Services by TCP and a page by WebSocket in one group.</summary>
public sealed class MixedCarriersTests
{
    private const int Each = 500;

    [Fact]
    public async Task TwoServices_AndAPage_GetTheSameMessagesInTheSameOrder()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(static options => options.MaxBurst = options.MaxRate = 1_000_000);
        await using BrokerListener listener = BrokerListener.Listen(host.Server, 0);
        int port = ((System.Net.IPEndPoint)listener.LocalEndPoint).Port;
        await using BrokerClient ann = await BrokerClient.ConnectAsync("127.0.0.1", port, cancellationToken: TestContext.Current.CancellationToken);
        await using BrokerClient bob = await BrokerClient.ConnectAsync("127.0.0.1", port, cancellationToken: TestContext.Current.CancellationToken);
        using BrokerPage page = await BrokerPage.HelloAsync(host);
        Channel<string>[] heard = [Channel.CreateUnbounded<string>(), Channel.CreateUnbounded<string>()];
        using JoinedGroup ofAnn = await ann.JoinAsync("chat", (in message) => heard[0].Writer.TryWrite(Line(message)), cancellationToken: TestContext.Current.CancellationToken);
        using JoinedGroup ofBob = await bob.JoinAsync("chat", (in message) => heard[1].Writer.TryWrite(Line(message)), cancellationToken: TestContext.Current.CancellationToken);
        await page.AskAsync("""{"type":"join","id":1,"filter":"chat"}""", "joined");

        Task annSays = Task.Run(() => Say(ann, "a"));
        Task bobSays = Task.Run(() => Say(bob, "b"));
        for (int i = 0; i < Each; i++)
            await page.SayAsync(FormattableString.Invariant($$"""{"type":"publish","topic":"chat","value":"p{{i}}"}"""));
        await Task.WhenAll(annSays, bobSays);
        List<string> ofPage = await ReadAsync(page, 3 * Each);

        foreach (Channel<string> channel in heard)
        {
            foreach (string expected in ofPage)
                Assert.Equal(expected, await channel.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }

        foreach (string who in (string[])["a", "b", "p"])
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"\"{who}{i}\""), ofPage.Select(static line => line[(line.IndexOf(' ') + 1)..]).Where(line => line[1] == who[0]));
        Assert.Equal(2, listener.OpenConnections);

        static void Say(BrokerClient client, string who)
        {
            for (int i = 0; i < Each; i++)
                client.Publish("chat", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"{who}{i}\"")));
        }
    }

    [Fact]
    public async Task OctetsOfAService_ReachAPageAsBase64_AndAPagesJsonReachesTheServiceAsItIs()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using BrokerListener listener = BrokerListener.Listen(host.Server, 0);
        await using BrokerClient service = await BrokerClient.ConnectAsync("localhost", ((System.Net.IPEndPoint)listener.LocalEndPoint).Port, cancellationToken: TestContext.Current.CancellationToken);
        using BrokerPage page = await BrokerPage.HelloAsync(host);
        var heard = Channel.CreateUnbounded<string>();
        using JoinedGroup group = await service.JoinAsync("t", (in message) => heard.Writer.TryWrite(Line(message)), cancellationToken: TestContext.Current.CancellationToken);
        await page.AskAsync("""{"type":"join","id":1,"filter":"t"}""", "joined");

        service.Publish("t", [1, 2, 0xFF], new ClientPublishOptions { IsRaw = true, SkipsOwn = true });
        await page.ExpectAsync("topic");
        JsonElement messages = await page.ExpectAsync("messages");
        await page.SayAsync("""{"type":"publish","topic":"t","value":{"on" : true}}""");

        Assert.Equal("AQL/", messages.GetProperty("messages")[0][3].GetString());
        Assert.Equal("base64", messages.GetProperty("messages")[0][5].GetString());
        Assert.Equal("""2 {"on" : true}""", await heard.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static string Line(in BorrowedMessage message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.Sequence} {Encoding.UTF8.GetString(message.Payload)}");

    private static async Task<List<string>> ReadAsync(BrokerPage page, int count)
    {
        List<string> lines = [];
        while (lines.Count < count)
        {
            JsonElement read = (await page.NextAsync())!.Value;
            if (read.GetProperty("type").GetString() == "messages")
                lines.AddRange(read.GetProperty("messages").EnumerateArray().Select(static message => string.Create(CultureInfo.InvariantCulture, $"{message[1].GetInt64()} {message[3].GetRawText()}")));
        }

        return lines;
    }
}
