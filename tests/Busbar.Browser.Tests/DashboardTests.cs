using Busbar.Tool.Tests;
using Microsoft.Playwright;

namespace Busbar.Browser.Tests;

/// <summary>The demo as a person sees it: real processes, a real page.</summary>
public sealed class DashboardTests(Browser browser) : IClassFixture<Browser>, IAsyncDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"busbar-browser-{Guid.NewGuid():N}.db");

    private ToolProcess StartDemo(params string[] arguments) => StartDemo(port: 0, arguments);

    private ToolProcess StartDemo(int port, params string[] arguments) => ToolProcess.Start(["demo", "--port", $"{port}", "--data", _data, .. arguments]);

    private static ILocator Cell(IPage page, string series, string cell) => page.Locator($"[data-series=\"{series}\"] .{cell}");

    private static Task WaitForQualityAsync(IPage page, string series, string words) =>
        Assertions.Expect(Cell(page, series, "quality")).ToContainTextAsync(words);

    private static async Task WaitForChangeAsync(IPage page, string series)
    {
        string before = await Cell(page, series, "value").InnerTextAsync();
        await Assertions.Expect(Cell(page, series, "value")).Not.ToHaveTextAsync(before);
    }

    private static async Task<DemoApi.Device> GeneratorAsync(int port) =>
        Assert.Single(await DemoApi.DevicesAsync(port), device => device.Name == "generator");

    [Theory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task Page_ShowsValuesThatChange_AndThePlotDraws(int width, int height, ColorScheme theme)
    {
        await using ToolProcess demo = StartDemo();
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{await demo.PortAsync()}/", width, height, theme);
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };

        await WaitForQualityAsync(page, "generator.active_power", "good");
        await WaitForChangeAsync(page, "generator.active_power");
        await page.Locator("[data-series=\"generator.active_power\"]").ClickAsync();
        await page.Locator("[data-series=\"generator.current\"]").ClickAsync();
        await WaitForChangeAsync(page, "generator.current");
        // Something is painted besides the grid: pixels of the accent that only lines have.
        await page.WaitForFunctionAsync(
            """
            () => {
              const canvas = document.querySelector('#plot canvas');
              if (!canvas) return false;
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let coloured = 0;
              for (let i = 0; i < pixels.length; i += 4)
                if (pixels[i + 3] > 128 && Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) - Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 50) coloured++;
              return coloured > 30;
            }
            """);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, $"demo-{width}x{height}-{theme}.png") });

        await Assertions.Expect(Cell(page, "generator.breaker", "value")).ToHaveTextAsync("closed");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task PlantKilledAndRestarted_ShowsBadQualityAndThenGood_WithoutARestartOfTheDemo()
    {
        int port = FreePort.Next();
        ToolProcess plant = ToolProcess.Start("plant", "--port", $"{port}");
        await plant.PortAsync();
        await using ToolProcess demo = StartDemo("--plant", $"127.0.0.1:{port}");
        int web = await demo.PortAsync();
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{web}/");
        await WaitForQualityAsync(page, "generator.active_power", "good");

        DateTimeOffset good = (await GeneratorAsync(web)).Since;
        await plant.DisposeAsync();
        await WaitForQualityAsync(page, "generator.active_power", "not connected");
        await Assertions.Expect(page.Locator("[data-device=\"generator\"]")).ToContainTextAsync("disconnected");
        DemoApi.Device generator = await GeneratorAsync(web);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "demo-plant-killed.png") });

        await using ToolProcess again = ToolProcess.Start("plant", "--port", $"{port}");
        await again.PortAsync();
        await WaitForQualityAsync(page, "generator.active_power", "good");
        await WaitForChangeAsync(page, "generator.active_power");

        Assert.Equal("disconnected", generator.State);
        Assert.InRange(generator.Since, good, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task PlantKilled_LastValuesStayAsOld_AcrossAReload_AndAreListedByTheirProblem()
    {
        ToolProcess plant = ToolProcess.Start("plant", "--port", "0");
        int port = await plant.PortAsync();
        await using ToolProcess demo = StartDemo("--plant", $"127.0.0.1:{port}");
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{await demo.PortAsync()}/");
        await WaitForQualityAsync(page, "generator.voltage", "good");
        await Assertions.Expect(page.Locator("#problems")).ToHaveTextAsync("no problems", new LocatorAssertionsToHaveTextOptions { UseInnerText = true });

        await plant.DisposeAsync();
        await WaitForQualityAsync(page, "generator.voltage", "not connected");
        string last = await Cell(page, "generator.voltage", "value").InnerTextAsync();
        await page.ReloadAsync();

        await WaitForQualityAsync(page, "generator.voltage", "not connected");
        await Assertions.Expect(page.Locator("[data-series=\"generator.voltage\"]")).ToHaveClassAsync(Pattern.Of("\\bheld\\b"));
        Assert.Equal(last, await Cell(page, "generator.voltage", "value").InnerTextAsync());
        Assert.Matches(@"^\d+\s*\.\d\d$", last);
        await Assertions.Expect(Cell(page, "generator.voltage", "value")).ToHaveAttributeAsync("aria-label", Pattern.Of(@"^last value \d+\.\d\d kV$"));

        ILocator down = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "47 not connected" });
        await page.Locator("#filter").FillAsync("voltage");
        await down.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(down).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page).ToHaveURLAsync(Pattern.Of("problem=down"));
        await Assertions.Expect(page.Locator("#count")).ToContainTextAsync("of 47 points");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "demo-problems.png") });

        await using ToolProcess again = ToolProcess.Start("plant", "--port", $"{port}");
        await again.PortAsync();
        await Assertions.Expect(page.Locator("#list-note")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 20_000 });
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "0 not connected" }).ClickAsync();
        await WaitForQualityAsync(page, "generator.voltage", "good");
        await Assertions.Expect(page.Locator("[data-series=\"generator.voltage\"]")).Not.ToHaveClassAsync(Pattern.Of("\\bheld\\b"));
    }

    [Fact]
    public async Task PlantRestartedWithOtherPoints_TheyAppear_AndThoseThatAreGoneAreSaidToBe()
    {
        ToolProcess plant = ToolProcess.Start("plant", "--port", "0", "--points", "4");
        int port = await plant.PortAsync();
        await using ToolProcess demo = StartDemo("--plant", $"127.0.0.1:{port}");
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{await demo.PortAsync()}/#filter=meters");
        await WaitForQualityAsync(page, "meters-1.voltage{meter=1}", "good");

        await plant.DisposeAsync();
        plant = ToolProcess.Start("plant", "--port", $"{port}", "--points", "8", "--rate", "10");
        await plant.PortAsync();
        await WaitForQualityAsync(page, "meters-1.voltage{meter=2}", "good");

        await plant.DisposeAsync();
        await using ToolProcess without = ToolProcess.Start("plant", "--port", $"{port}");
        await without.PortAsync();
        await Assertions.Expect(page.Locator("[data-device=\"meters-1\"]")).ToContainTextAsync("does not have it any more", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await WaitForQualityAsync(page, "meters-1.voltage{meter=2}", "not connected");
        await page.Locator("#filter").FillAsync("generator");
        await WaitForQualityAsync(page, "generator.voltage", "good");
    }

    [Fact]
    public async Task DemoKilled_PageSaysSoAndKeepsItsValues_AndIsBackWithTheDemo()
    {
        int port = FreePort.Next();
        ToolProcess demo = StartDemo(port);
        await demo.PortAsync();
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/");
        await WaitForQualityAsync(page, "generator.voltage", "good");

        await demo.DisposeAsync();
        await Assertions.Expect(page.Locator("#connection")).ToContainTextAsync("connection lost");
        Assert.NotEmpty((await Cell(page, "generator.voltage", "value").InnerTextAsync()).Trim());
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "demo-connection-lost.png") });

        await Assertions.Expect(page.Locator("[data-device=\"generator\"]")).ToContainTextAsync("was connected");
        await Assertions.Expect(page.Locator("#problems")).ToBeHiddenAsync();
        await Assertions.Expect(Cell(page, "generator.voltage", "quality")).ToContainTextAsync("stale");

        await using ToolProcess again = StartDemo(port);
        await again.PortAsync();
        await Assertions.Expect(page.Locator("#connection")).ToContainTextAsync("the server was restarted", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("#connection")).Not.ToContainTextAsync("lost", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await WaitForChangeAsync(page, "generator.voltage");
    }

    [Fact]
    public async Task DemoKilled_LosesNoSampleThatTheHistoryHadAcknowledged()
    {
        int port;
        IReadOnlyList<string> acknowledged;
        await using (ToolProcess demo = StartDemo("--rate", "50"))
        {
            port = await demo.PortAsync();
            acknowledged = await DemoApi.HistoryAsync(port, "generator.active_power", atLeast: 100);
            await demo.KillAsync();
        }

        await using ToolProcess again = StartDemo("--rate", "50");
        port = await again.PortAsync();
        IReadOnlyList<string> kept = await DemoApi.HistoryAsync(port, "generator.active_power", atLeast: acknowledged.Count);

        Assert.Equal(acknowledged, kept.Take(acknowledged.Count));
    }

    [Fact]
    public async Task InfluxUnreachable_IsSaid_AndSlowsNobody()
    {
        await using ToolProcess demo = StartDemo("--influx", "http://127.0.0.1:1", "--rate", "20");
        int port = await demo.PortAsync();
        IPage page = await browser.OpenAsync($"http://127.0.0.1:{port}/");

        await Assertions.Expect(page.Locator("#sinks")).ToContainTextAsync("refused the connection");
        await DemoApi.HistoryAsync(port, "generator.active_power", atLeast: 100);

        await WaitForChangeAsync(page, "generator.active_power");
        await DemoApi.AllConnectedAsync(port);
    }

    public ValueTask DisposeAsync()
    {
        foreach (string file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_data) + "*"))
            File.Delete(file);
        return ValueTask.CompletedTask;
    }
}
