using System.Globalization;
using Busbar.Tool.Tests;
using Microsoft.Playwright;

namespace Busbar.Browser.Tests;

/// <summary>Pages on a broker that runs as a process, with the client that it serves.</summary>
public sealed class BrokerTests(Browser browser) : IClassFixture<Browser>
{
    private const string Join =
        """
        async ([name, transport]) => {
          const { connect } = await import('/busbar.mjs');
          Object.assign(globalThis, { told: [], got: [] });
          globalThis.broker = connect('/broker', {
            name, transport,
            onConnect: () => told.push('connected'),
            onDisconnect: () => told.push('disconnected'),
            onReconnect: ({ resumed }) => told.push(`reconnected ${resumed}`),
            onGap: ({ filter, missed }) => told.push(`gap ${filter} ${missed}`),
          });
          await broker.join('chat', (value, { sequence }) => got.push(`${sequence} ${value}`));
        }
        """;

    private static ToolProcess Start(int port = 0) => ToolProcess.Start("broker", "--port", port.ToString(CultureInfo.InvariantCulture), "--history", "chat=1000");

    private static Task<string[]> ArrayAsync(IPage page, string name) => page.EvaluateAsync<string[]>(name);

    private static Task WaitAsync(IPage page, string condition) => page.WaitForFunctionAsync($"() => {condition}");

    private async Task<IPage> JoinAsync(int port, string name, string transport = "auto")
    {
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/busbar.js"); // any document of that origin
        await page.EvaluateAsync(Join, new[] { name, transport });
        return page;
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("events")]
    [InlineData("poll")]
    public async Task Pages_ExchangeMessages_InOneOrder(string transport)
    {
        await using ToolProcess broker = Start();
        int port = await broker.PortAsync();
        IPage ann = await JoinAsync(port, "ann", transport);
        IPage bob = await JoinAsync(port, "bob");

        const string Publish = "name => { for (let i = 0; i < 100; i++) broker.publish('chat', `${name} ${i}`); }";
        await ann.EvaluateAsync(Publish, "ann");
        await bob.EvaluateAsync(Publish, "bob");
        await WaitAsync(ann, "got.length >= 200");
        await WaitAsync(bob, "got.length >= 200");

        string[] seen = await ArrayAsync(ann, "got");
        Assert.Equal(seen, await ArrayAsync(bob, "got"));
        Assert.Equal(Enumerable.Range(1, 200), seen.Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)));
        foreach (string name in (string[])["ann", "bob"])
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{name} {i}"), seen.Select(line => line[(line.IndexOf(' ') + 1)..]).Where(line => line.StartsWith(name, StringComparison.Ordinal)));
        Assert.Equal(2, await bob.EvaluateAsync<int>("async () => (await broker.presence('chat')).length"));
        Assert.Equal("connected", Assert.Single(await ArrayAsync(ann, "told")));
    }

    [Fact]
    public async Task ServerThatIsKilledAndRestarted_IsRejoined_AndTheGapIsTold()
    {
        ToolProcess first = Start();
        int port = await first.PortAsync();
        IPage ann = await JoinAsync(port, "ann");
        IPage bob = await JoinAsync(port, "bob");
        await ann.EvaluateAsync("() => broker.publishConfirmed('chat', 'before')");
        await WaitAsync(bob, "got.length === 1");

        await first.KillAsync();
        await first.DisposeAsync();
        await WaitAsync(ann, "told.includes('disconnected')");
        await ann.EvaluateAsync("() => broker.publish('chat', 'meanwhile')");
        await using ToolProcess second = Start(port);
        await second.PortAsync();

        await WaitAsync(bob, "got.length === 2");
        Assert.Equal(["1 before", "1 meanwhile"], await ArrayAsync(bob, "got"));
        foreach (IPage page in (IPage[])[ann, bob])
        {
            await WaitAsync(page, "told.some(word => word.startsWith('gap'))");
            Assert.Equal(["connected", "disconnected", "reconnected false", "gap chat null"], await ArrayAsync(page, "told"));
        }
    }

    [Fact]
    public async Task NetworkThatIsCutAndMended_LosesNothing_AndNoGapIsTold()
    {
        await using ToolProcess broker = Start();
        int port = await broker.PortAsync();
        await using var network = new TcpRelay(port);
        IPage away = await JoinAsync(network.Port, "away");
        IPage here = await JoinAsync(port, "here");
        await here.EvaluateAsync("() => broker.publishConfirmed('chat', 'before')");
        await WaitAsync(away, "got.length === 1");

        network.Cut();
        await WaitAsync(away, "told.includes('disconnected')");
        await here.EvaluateAsync("async () => { for (let i = 0; i < 50; i++) await broker.publishConfirmed('chat', `meanwhile ${i}`); }");
        network.Mend();
        await WaitAsync(away, "got.length === 51");

        Assert.Equal(await ArrayAsync(here, "got"), await ArrayAsync(away, "got"));
        Assert.Equal(["connected", "disconnected", "reconnected true"], await ArrayAsync(away, "told"));
    }

    [Fact]
    public async Task PagesOfWatchbox_TalkToTheOthers()
    {
        await using ToolProcess broker = Start();
        int port = await broker.PortAsync();
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/watchbox.file.wb");
        IPage other = await JoinAsync(port, "other");

        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Url = "/watchbox.file.wb" });
        await page.EvaluateAsync(
            """
            () => {
              Object.assign(globalThis, { told: [], got: [] });
              watchbox.init(20, () => told.push('disconnect'), () => told.push('reconnect'));
              watchbox.join('chat', (message) => got.push(message), () => told.push('joined'));
            }
            """);
        await WaitAsync(page, "told.includes('joined')");
        await page.EvaluateAsync("() => watchbox.publish({ from: 'watchbox' }, 'chat')");
        await WaitAsync(other, "got.length === 1");
        await other.EvaluateAsync("() => broker.publish('chat', 'from busbar')");
        await WaitAsync(page, "got.length === 2");

        Assert.Equal("""[{"from":"watchbox"},"from busbar"]""", await page.EvaluateAsync<string>("JSON.stringify(got)"));
        Assert.Equal(["reconnect", "joined"], await ArrayAsync(page, "told"));
    }
}
