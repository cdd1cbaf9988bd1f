using Microsoft.Playwright;

namespace Busbar.Browser.Tests;

/// <summary>The page by keyboard, with a screen reader, enlarged, held upright and with many points.</summary>
public sealed class DashboardUseTests(Browser browser, RunningDemo demo) : IClassFixture<Browser>, IClassFixture<RunningDemo>
{
    private static ILocator Row(IPage page, string series) => page.GetByRole(AriaRole.Row, new PageGetByRoleOptions { Name = series, Exact = true });

    private static async Task WaitForGoodAsync(IPage page, string series) =>
        await Assertions.Expect(Row(page, series).GetByRole(AriaRole.Gridcell, new LocatorGetByRoleOptions { Name = "good", Exact = true }))
            .ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });

    private static async Task WaitForChangesAsync(IPage page, string series, int count)
    {
        ILocator value = page.Locator($"[data-series=\"{series}\"] .value");
        for (int i = 0; i < count; i++)
        {
            string before = await value.InnerTextAsync();
            await Assertions.Expect(value).Not.ToHaveTextAsync(before, new LocatorAssertionsToHaveTextOptions { Timeout = 20_000, UseInnerText = true });
        }
    }

    [Fact]
    public async Task ScreenReader_GetsNamesValuesWithUnitsAndQualityInWords_AndIsNotToldEachChange()
    {
        IPage page = await browser.OpenAsync(demo.Url);
        await WaitForGoodAsync(page, "generator.voltage");

        await Assertions.Expect(Row(page, "generator.voltage").GetByRole(AriaRole.Gridcell, new LocatorGetByRoleOptions { NameRegex = Pattern.Of(@"^\d+\.\d\d kV$") })).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, "generator.breaker").GetByRole(AriaRole.Gridcell, new LocatorGetByRoleOptions { Name = "closed", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, "generator")).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(Row(page, "generator.voltage")).ToHaveAccessibleDescriptionAsync(Pattern.Of(@"^\d+\.\d\d kV good \d+\.\d s$"));

        // Whatever is spoken by itself: a live region that changes, and the name of the row that has the focus.
        await page.EvaluateAsync(
            """
            () => {
              globalThis.spoken = [];
              for (const region of document.querySelectorAll('[aria-live], [role=status], [role=alert]'))
                new MutationObserver(() => spoken.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
            }
            """);
        await WaitForChangesAsync(page, "generator.active_power", 5);

        Assert.Empty(await page.EvaluateAsync<string[]>("() => spoken"));
        Assert.Equal(2, await page.Locator("[aria-live], [role=status], [role=alert]").CountAsync());
    }

    [Fact]
    public async Task Keyboard_FindsWalksPlotsAndFolds_AndTheLinkKeepsTheView()
    {
        IPage page = await browser.OpenAsync(demo.Url);
        await WaitForGoodAsync(page, "generator.voltage");

        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#filter")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("feeder-1 current");
        await Assertions.Expect(page.Locator("#count")).ToContainTextAsync("of 10\u202f047 points");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".row.active")).ToHaveAttributeAsync("data-series", "feeder-1.current");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, "feeder-1.current")).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page).ToHaveURLAsync(Pattern.Of("filter=feeder-1\\+current.*plot=feeder-1.current"));

        await page.ReloadAsync();
        await WaitForGoodAsync(page, "feeder-1.current");
        await Assertions.Expect(page.Locator("#plot-legend")).ToContainTextAsync("feeder-1.current");
        await Assertions.Expect(page.Locator("#filter")).ToHaveValueAsync("feeder-1 current");
        await page.Locator("#list").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(Row(page, "feeder-1")).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(page).ToHaveURLAsync(Pattern.Of("closed=feeder-1"));
    }

    [Fact]
    public async Task Plot_ZoomsPansReadsUnderTheCursorAndExports()
    {
        IPage page = await browser.OpenAsync(demo.Url + "#plot=generator.active_power&plot=generator.breaker");
        await WaitForGoodAsync(page, "generator.active_power");
        ILocator live = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Live", Exact = true });
        await Assertions.Expect(page.Locator("[data-line=\"generator.active_power\"] .line-value")).ToHaveTextAsync(Pattern.Of(@"^\d{4}$"));

        LocatorBoundingBoxResult area = (await page.Locator("#plot .u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(area.X + (area.Width * 0.9f), area.Y + 40);
        await Assertions.Expect(page.Locator("#plot-range")).ToHaveTextAsync(Pattern.Of(@"\.\d{3}$"));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(area.X + (area.Width * 0.99f), area.Y + 40);
        await page.Mouse.UpAsync();
        await Assertions.Expect(live).ToHaveAttributeAsync("aria-pressed", "false");
        await Assertions.Expect(page).ToHaveURLAsync(Pattern.Of("from=\\d+&to=\\d+"));
        string zoomed = page.Url;
        await page.Locator("#plot").FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page).Not.ToHaveURLAsync(zoomed);
        await page.Keyboard.PressAsync("l");
        await Assertions.Expect(live).ToHaveAttributeAsync("aria-pressed", "true");

        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "CSV" }).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        string csv = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("time,series,value,unit,quality\r\n", csv, StringComparison.Ordinal);
        Assert.Matches(@"Z,generator\.active_power,\d+(\.\d+)?,kW,good\r\n", csv);
        Assert.Matches(@"Z,generator\.breaker,closed,,good\r\n", csv);
    }

    [Fact]
    public async Task StateThatMovedLongAgo_IsDrawnThroughAQuietWindow_FromEdgeToEdge()
    {
        IPage page = await browser.OpenAsync("about:blank");
        await page.RouteAsync("**/api/series", async route =>
        {
            // A breaker of a protocol that tells changes only.
            IAPIResponse series = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = series, Body = (await series.TextAsync()).Replace("\"period\":200", "\"period\":null", StringComparison.Ordinal) });
        });
        await page.RouteAsync("**/api/history?*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = """{"series":10,"from":1767225600000,"to":1767225660000,"reduced":false,"before":[1764633600000,true,0],"samples":[]}""",
        }));

        await page.GotoAsync(demo.Url + "#plot=generator.breaker&from=1767225600000&to=1767225660000");

        await page.WaitForFunctionAsync(
            """
            () => {
              const canvas = document.querySelector('#plot canvas');
              const over = document.querySelector('#plot .u-over');
              if (!canvas || !over) return false;
              const { width, height } = canvas;
              const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
              let columns = 0;
              for (let x = 0; x < width; x++)
                for (let y = 0, found = false; y < height && !found; y++) {
                  const i = 4 * (y * width + x);
                  found = pixels[i + 3] > 128 && Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) - Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 50;
                  if (found) columns++;
                }
              return columns >= over.clientWidth - 2;
            }
            """);
        await Assertions.Expect(page.Locator("#plot-note")).ToBeHiddenAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, "quiet-window.png") });
    }

    [Theory]
    [InlineData(390, 844)] // a phone held upright
    [InlineData(640, 400)] // 1280 × 800 at 200 %
    [InlineData(320, 640)] // 1280 at 400 %
    public async Task NarrowPage_NeedsNoSidewaysScrolling_AndShowsNameValueQualityAgeAndTrend(int width, int height)
    {
        IPage page = await browser.OpenAsync(demo.Url + "#plot=generator.active_power", width, height);
        await WaitForGoodAsync(page, "generator.voltage");

        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        ILocator row = page.Locator("[data-series=\"generator.voltage\"]");
        foreach (string cell in (string[])["own", "value", "quality", "age", "trend"])
            await Assertions.Expect(row.Locator("." + cell)).ToBeVisibleAsync();
        foreach (string cell in (string[])["value", "quality", "age"])
            Assert.True(await row.Locator("." + cell).EvaluateAsync<bool>("cell => cell.scrollWidth <= cell.clientWidth"), $"{cell} is cut off");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Screenshots, $"narrow-{width}x{height}.png") });
    }

    [Fact]
    public async Task TenThousandPoints_OnlyThoseInViewAreInTheDocument_AndTheLastIsReachedWithItsValue()
    {
        IPage page = await browser.OpenAsync(demo.Url);
        await WaitForGoodAsync(page, "generator.voltage");
        await Assertions.Expect(page.Locator("#count")).ToContainTextAsync("10\u202f047 points");
        Assert.InRange(await page.Locator(".row").CountAsync(), 10, 80);

        await page.Locator("#list").FocusAsync();
        await page.Keyboard.PressAsync("End");

        await WaitForGoodAsync(page, "meters-4.energy{meter=2500}");
        await WaitForChangesAsync(page, "meters-4.active_power{meter=2500}", 2);
        Assert.InRange(await page.Locator(".row").CountAsync(), 10, 80);
        await Assertions.Expect(page.Locator("#pace")).ToHaveTextAsync(Pattern.Of(@"^lag .+ · \d+ frames?/s · .+ skipped$"));
    }

    [Fact]
    public async Task ReducedMotion_NothingMoves()
    {
        IPage page = await browser.OpenAsync(demo.Url);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        await WaitForGoodAsync(page, "generator.active_power");
        await page.EvaluateAsync("() => { globalThis.moved = 0; const animate = Element.prototype.animate; Element.prototype.animate = function (...all) { moved++; return animate.apply(this, all); }; }");

        await WaitForChangesAsync(page, "generator.active_power", 5);

        Assert.Equal(0, await page.EvaluateAsync<int>("() => moved"));
    }
}
