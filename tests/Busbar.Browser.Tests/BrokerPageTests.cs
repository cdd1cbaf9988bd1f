using System.Globalization;
using System.Text;
using Busbar.Tool.Tests;
using Microsoft.Playwright;

namespace Busbar.Browser.Tests;

/// <summary>The page of <c>busbar broker</c>, and pages that stop for a while.</summary>
public sealed class BrokerPageTests(Browser browser) : IClassFixture<Browser>
{
    private static ToolProcess Start(int port = 0, params string[] more) =>
        ToolProcess.Start(["broker", "--port", port.ToString(CultureInfo.InvariantCulture), .. more]);

    private static string[] Url(int port) => ["--url", $"ws://127.0.0.1:{port}/broker"];

    private static ILocator Row(IPage page, string table, string name) => page.GetByTestId(table).Locator("tbody tr", new LocatorLocatorOptions { HasText = name });

    [Theory]
    [InlineData(1600, 900, ColorScheme.Light)]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    public async Task Page_ShowsGroups_Clients_AndTotals_AndFinds(int width, int height, ColorScheme theme)
    {
        await using ToolProcess broker = Start();
        int port = await broker.PortAsync();
        await using ToolProcess sub = ToolProcess.Start(["sub", "plant/#", .. Url(port)]);
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/", width, height, theme);
        await Assertions.Expect(Row(page, "groups", "plant/#")).ToHaveCountAsync(1);
        await ToolProcess.PipeAsync("1\n2\n3\n", ["pub", "plant/power", .. Url(port)]);
        await ToolProcess.PipeAsync("1\n", ["pub", "--state", "chat", .. Url(port)]);

        await Assertions.Expect(page.GetByTestId("connection")).ToHaveTextAsync("connected");
        await Assertions.Expect(Row(page, "groups", "plant/power")).ToContainTextAsync("event");
        await Assertions.Expect(Row(page, "groups", "chat")).ToContainTextAsync("state");
        await Assertions.Expect(page.Locator("[data-figure=topics]")).ToHaveTextAsync("2");
        await Assertions.Expect(page.Locator("[data-figure='published/s']")).Not.ToHaveTextAsync("—");
        await Assertions.Expect(Row(page, "clients", "connected")).Not.ToHaveCountAsync(0);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, $"broker-{width}-{theme}.png") });
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));

        await Row(page, "groups", "plant/power").Locator("button").ClickAsync();
        await Assertions.Expect(page.GetByTestId("groups").Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.EndsWith("#find=plant%2Fpower", page.Url, StringComparison.Ordinal);
        await page.GetByTestId("filter").FillAsync("");
        await Assertions.Expect(Row(page, "groups", "chat")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task BrokerThatGoesAndComesBack_IsToldInPlace()
    {
        ToolProcess first = Start();
        int port = await first.PortAsync();
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/");
        await Assertions.Expect(page.GetByTestId("connection")).ToHaveTextAsync("connected");

        await first.KillAsync();
        await first.DisposeAsync();
        await Assertions.Expect(page.GetByTestId("connection")).ToContainTextAsync("the broker does not answer for");
        await using ToolProcess second = Start(port);
        await second.PortAsync();

        await Assertions.Expect(page.GetByTestId("connection")).ToContainTextAsync("the broker was restarted, counts began anew");
    }

    [Fact]
    public async Task Key_IsAskedFor_AndKeptForTheTab()
    {
        await using ToolProcess broker = Start(0, "--key", "swordfish");
        int port = await broker.PortAsync();
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/");

        ILocator form = page.GetByTestId("key-form");
        await form.Locator("input").FillAsync("trout");
        await form.Locator("button").ClickAsync();
        await Assertions.Expect(form).ToContainTextAsync("The broker does not know this key.");
        await form.Locator("input").FillAsync("swordfish");
        await form.Locator("button").ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection")).ToHaveTextAsync("connected");

        await page.ReloadAsync();
        await Assertions.Expect(page.GetByTestId("connection")).ToHaveTextAsync("connected");
        await Assertions.Expect(form).ToBeHiddenAsync();
    }

    [Fact]
    public async Task PageThatIsFrozen_SlowsNobody_CostsBoundedMemory_AndThenShowsTheLatestState()
    {
        // As many messages as 1,000 a second are in 30 s, of 1 KiB: more than what buffers on the way hold.
        const int Count = 30_000;
        const long MaxGrowth = 64 << 20; // the outlet's 8 MiB, what is not acknowledged, and what the runtime takes for 60,000 publishes
        await using ToolProcess broker = Start(0, "--max-rate", "1000000");
        int port = await broker.PortAsync();
        IPage frozen = await JoinAsync(port);
        IPage healthy = await JoinAsync(port);
        var thaw = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await frozen.RouteAsync("**/thaw", async route =>
        {
            await thaw.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Body = "" });
        });
        await PublishAsync(port, "power", "--state", count: 1000); // so that the memory of a broker at work is compared
        long before = ResidentOctets(broker);

        // A request that blocks the page's only thread until it is answered.
        Task freeze = frozen.EvaluateAsync("() => { const request = new XMLHttpRequest(); request.open('GET', '/thaw', false); request.send(); }");
        await PublishAsync(port, "log", "--text", Count);
        await PublishAsync(port, "power", "--state", Count);
        await WaitAsync(healthy, $"log.length === {Count} && power === {Count}");
        long growth = ResidentOctets(broker) - before;
        Assert.False(freeze.IsCompleted);
        thaw.SetResult();
        await freeze;
        await WaitAsync(frozen, $"power === {Count}");

        Assert.InRange(growth, long.MinValue, MaxGrowth);
        Assert.True(await healthy.EvaluateAsync<bool>("log.every((sequence, i) => sequence === i + 1) && gaps.length === 0"));
        Assert.InRange(await frozen.EvaluateAsync<int>("powers"), 1, Count - 1); // what nobody saw was skipped
    }

    private async Task<IPage> JoinAsync(int port)
    {
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/busbar.js"); // any document of that origin
        await page.EvaluateAsync(
            """
            async () => {
              const { connect } = await import('/busbar.mjs');
              Object.assign(globalThis, { log: [], power: 0, powers: 0, gaps: [] });
              globalThis.broker = connect('/broker', { onGap: (gap) => gaps.push(gap) });
              await broker.join('log', (_, { sequence }) => log.push(sequence));
              await broker.join('power', (value) => { powers++; power = Number(value.n); });
            }
            """);
        return page;
    }

    private static async Task PublishAsync(int port, string topic, string option, int count)
    {
        string filling = new('x', 1000);
        var lines = new StringBuilder(count * 1024);
        for (int i = 1; i <= count; i++)
            lines.Append(CultureInfo.InvariantCulture, $$"""{"n":{{i}},"filling":"{{filling}}"}""").Append('\n');
        var (code, _, error) = await ToolProcess.PipeAsync(lines.ToString(), ["pub", topic, option, .. Url(port)]);
        Assert.Equal((0, ""), (code, error));
    }

    private static Task WaitAsync(IPage page, string condition) => page.WaitForFunctionAsync($"() => {condition}");

    private static long ResidentOctets(ToolProcess process)
    {
        string line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }
}
