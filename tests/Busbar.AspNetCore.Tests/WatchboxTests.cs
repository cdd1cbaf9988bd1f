using System.Net;
using System.Text;
using System.Threading.Channels;
using Busbar.Messaging;
using Busbar.Testing;

namespace Busbar.AspNetCore.Tests;

/// <summary>Exactly the requests that Watchbox's own pages make.</summary>
public sealed class WatchboxTests : IAsyncDisposable
{
    private const int Patience = 60_000;

    private readonly ManualTimeProvider _time = new();
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private TestServer? _web;
    private BrokerServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_web is not null)
            await _web.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Page_RegistersJoinsPublishesGets()
    {
        await StartAsync();
        using HttpClient page = Page();

        Assert.Equal("wb41", await AskAsync(page, "get", ("group", "chat")));
        using HttpResponseMessage registered = await PostAsync(page, "register");
        string cookie = Assert.Single(registered.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^__wb\\.client=[0-9a-f]{32}; path=/; samesite=lax; httponly$", cookie);
        Assert.Equal("wb42", await AskAsync(page, "register"));
        Assert.Equal("wb11", await AskAsync(page, "get", ("group", "chat")));
        Assert.Equal("wb31", await AskAsync(page, "join", ("group", "chat")));
        Assert.Equal("wb00", await AskAsync(page, "get", ("group", "chat")));

        Assert.Equal("wb21", await AskAsync(page, "brdcst", ("group", "chat"), ("text", Encoded("""{"a":"100%41 ü"}"""))));
        Assert.Equal("wb21", await AskAsync(page, "brdcst", ("group", "chat"), ("text", Encoded("\"wb00\""))));
        Assert.Equal("wb31", await AskAsync(page, "join", ("group", "chat"))); // what waits is not lost
        Assert.Equal("""{"a":"100%41 ü"}""", await GetAsync(page, "chat")); // to who sent it as well
        Assert.Equal("\"wb00\"", await GetAsync(page, "chat"));
        Assert.Equal("wb00", await AskAsync(page, "get", ("group", "chat")));
        Assert.Equal("wb21", await AskAsync(page, "brdcst", ("group", "nobody is here"), ("text", Encoded("1"))));
    }

    [Theory(Timeout = Patience)]
    [InlineData("C#")]
    [InlineData("a+b/#")]
    [InlineData("50%")]
    [InlineData("line\nbreak")]
    public async Task Group_OfAnyName_IsThatGroupAlone(string group)
    {
        await StartAsync();
        using HttpClient page = await RegisteredAsync();

        Assert.Equal("wb31", await AskAsync(page, "join", ("group", group)));
        await AskAsync(page, "brdcst", ("group", "another"), ("text", Encoded("1")));
        await AskAsync(page, "brdcst", ("group", group), ("text", Encoded("2")));

        Assert.Equal("2", await GetAsync(page, group));
    }

    [Fact(Timeout = Patience)]
    public async Task Groups_AreTopics_ForTheServerAndForOtherClients()
    {
        await StartAsync();
        using HttpClient page = await RegisteredAsync();
        await AskAsync(page, "join", ("group", "plant/power"));
        _web!.Broker.Subscribe("plant/#", message => _told.Writer.TryWrite(Encoding.UTF8.GetString(message.Payload)));

        _web.Broker.Publish("plant/power", "41.7"u8);

        Assert.Equal("41.7", await GetAsync(page, "plant/power"));
        await AskAsync(page, "brdcst", ("group", "plant/switch"), ("text", Encoded("true")));
        Assert.Equal("41.7", await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("true", await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task Server_ListensOrNot_AndReplies()
    {
        await StartAsync();
        using HttpClient page = await RegisteredAsync();
        Assert.Equal("wb23", await AskAsync(page, "server", ("text", Encoded("[1,2]"))));

        using IDisposable listening = _server!.OnMessage(message =>
        {
            _told.Writer.TryWrite(Encoding.UTF8.GetString(message.Value.Span));
            message.TryReply(null, "\"heard\""u8);
            return default;
        });
        await AskAsync(page, "join", ("group", "server"));
        Assert.Equal("wb22", await AskAsync(page, "server", ("text", Encoded("[1,2]"))));

        Assert.Equal("[1,2]", await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("\"heard\"", await GetAsync(page, "server"));
        using HttpResponseMessage injected = await PostAsync(page, "brdcst", ("group", "server"), ("text", Encoded("1")));
        Assert.Equal(HttpStatusCode.Forbidden, injected.StatusCode);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true, "wb22")]
    [InlineData(false, "wb24")]
    public async Task LinesForTheLog_AreTakenOrRejected(bool taken, string expected)
    {
        await StartAsync(new() { ClientLogging = taken });
        using HttpClient page = await RegisteredAsync();

        Assert.Equal(expected, await AskAsync(page, "server", ("text", Encoded("""["_log_","app","a line\nand another"]"""))));

        Assert.Equal(taken, _web!.Log.Entries.Any(entry => entry.Message == "A page of Watchbox, app: a line and another"));
    }

    [Theory(Timeout = Patience)]
    [InlineData(WatchboxDropPolicy.DropNewest, "1 2 wb00")]
    [InlineData(WatchboxDropPolicy.DropOldest, "2 3 wb00")]
    public async Task FullQueue_DropsByItsPolicy(WatchboxDropPolicy policy, string expected)
    {
        using var lost = new System.Diagnostics.Metrics.MeterListener();
        var reasons = new List<string?>();
        lost.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "busbar.watchbox.lost")
                listener.EnableMeasurementEvents(instrument);
        };
        lost.SetMeasurementEventCallback<long>((_, _, tags, _) => reasons.Add(tags[0].Value as string));
        lost.Start();
        await StartAsync(new() { ListLimit = 2, DropPolicy = policy });
        using HttpClient page = await RegisteredAsync();
        await AskAsync(page, "join", ("group", "a"));
        await AskAsync(page, "join", ("group", "mark"));
        foreach (string text in (string[])["1", "2", "3"])
            await AskAsync(page, "brdcst", ("group", "a"), ("text", text));
        await AskAsync(page, "brdcst", ("group", "mark"), ("text", "0"));
        await GetAsync(page, "mark"); // behind the others

        string got = $"{await GetAsync(page, "a")} {await GetAsync(page, "a")} {await AskAsync(page, "get", ("group", "a"))}";

        Assert.Equal(expected, got);
        Assert.Equal("full", Assert.Single(reasons));
    }

    [Fact(Timeout = Patience)]
    public async Task Messages_Expire_NeighboursToo()
    {
        await StartAsync(new() { Ttl = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromMinutes(1) });
        using HttpClient page = await RegisteredAsync();
        await AskAsync(page, "join", ("group", "a"));
        await AskAsync(page, "join", ("group", "mark"));
        await AskAsync(page, "brdcst", ("group", "a"), ("text", "1"));
        await AskAsync(page, "brdcst", ("group", "a"), ("text", "2"));
        await AskAsync(page, "brdcst", ("group", "mark"), ("text", "0"));
        await GetAsync(page, "mark");

        _time.Advance(TimeSpan.FromSeconds(5));
        await AskAsync(page, "brdcst", ("group", "a"), ("text", "3"));

        Assert.Equal("3", await GetAsync(page, "a"));
        Assert.Equal("wb00", await AskAsync(page, "get", ("group", "a")));
    }

    [Fact(Timeout = Patience)]
    public async Task SilentPage_IsRemoved_AndTold()
    {
        await StartAsync();
        using IDisposable timing = _server!.OnTimeout(client =>
        {
            _told.Writer.TryWrite($"timeout {client.Id}");
            return default;
        });
        using HttpClient page = await RegisteredAsync();
        using HttpClient other = await RegisteredAsync();
        await AskAsync(page, "join", ("group", "a"));

        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal("wb42", await AskAsync(other, "register"));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("timeout c1", await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("wb41", await AskAsync(page, "get", ("group", "a")));
        Assert.Equal("wb42", await AskAsync(other, "register"));
        Assert.Equal("wb42", await AskAsync(page, "register"));
        Assert.Equal("wb11", await AskAsync(page, "get", ("group", "a")));
    }

    [Theory(Timeout = Patience)]
    [InlineData("unknown", HttpStatusCode.NotFound)]
    [InlineData("join", HttpStatusCode.BadRequest)]
    [InlineData("get", HttpStatusCode.BadRequest)]
    [InlineData("server", HttpStatusCode.BadRequest)]
    [InlineData("brdcst", HttpStatusCode.BadRequest)]
    public async Task WrongRequests_AreRefused_AndNothingElseHappens(string type, HttpStatusCode expected)
    {
        await StartAsync();
        using HttpClient page = await RegisteredAsync();

        using HttpResponseMessage response = await PostAsync(page, type);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("wb42", await AskAsync(page, "register"));
    }

    [Fact(Timeout = Patience)]
    public async Task TextThatIsNoJson_AndForeignPages_AreRefused()
    {
        await StartAsync();
        using HttpClient page = await RegisteredAsync();

        using HttpResponseMessage broken = await PostAsync(page, "brdcst", ("group", "a"), ("text", "{"));
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);

        page.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using HttpResponseMessage foreign = await PostAsync(page, "register");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    [Fact(Timeout = Patience)]
    public async Task Rules_OfTheServer_HoldForThesePages()
    {
        await StartAsync(rules: options => options.AuthorizeJoin = (_, filter) => new(filter != "secret"));
        using HttpClient page = await RegisteredAsync();

        using HttpResponseMessage refused = await PostAsync(page, "join", ("group", "secret"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("wb11", await AskAsync(page, "get", ("group", "secret")));
    }

    [Fact(Timeout = Patience)]
    public async Task Script_IsServed()
    {
        await StartAsync();
        using HttpClient page = Page();

        string script = await page.GetStringAsync("/watchbox.file.wb", TestContext.Current.CancellationToken);

        Assert.Contains("window.watchbox = {", script, StringComparison.Ordinal);
    }

    private static string Encoded(string json) => Uri.EscapeDataString(json);

    private async Task StartAsync(WatchboxOptions? options = null, Action<BrokerServerOptions>? rules = null) =>
        _web = await TestServer.StartAsync(_time, (app, server) =>
        {
            var chosen = new BrokerServerOptions { TimeProvider = _time };
            rules?.Invoke(chosen);
            _server = new BrokerServer(server.Broker, chosen);
            app.MapWatchbox(_server, options);
        });

    private HttpClient Page() => new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = _web!.Http.BaseAddress };

    private async Task<HttpClient> RegisteredAsync()
    {
        HttpClient page = Page();
        Assert.Equal("wb42", await AskAsync(page, "register"));
        return page;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient page, string type, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await page.PostAsync($"/watchbox.{type}.wb", form, TestContext.Current.CancellationToken);
    }

    private static async Task<string> AskAsync(HttpClient page, string type, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage response = await PostAsync(page, type, fields);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The next message; the broker hands it on a moment after it was published.</summary>
    private static async Task<string> GetAsync(HttpClient page, string group)
    {
        while (true)
        {
            string text = await AskAsync(page, "get", ("group", group));
            if (text != "wb00")
                return text;
            await Task.Yield();
        }
    }
}
