using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Busbar.Messaging;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Busbar.AspNetCore.Tests;

public sealed class BrokerEndpointTests
{
    [Fact]
    public async Task WebSocket_TwoPages_ExchangeMessagesInOrder()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using BrokerPage ann = await BrokerPage.HelloAsync(host);
        using BrokerPage bob = await BrokerPage.HelloAsync(host);
        await bob.AskAsync("""{"type":"join","id":1,"filter":"chat/#"}""", "joined");

        for (int i = 1; i <= 500; i++)
            await ann.SayAsync(FormattableString.Invariant($$"""{"type":"publish","topic":"chat/1","value":{{i}}}"""));

        List<int> values = [];
        while (values.Count < 500)
        {
            JsonElement read = (await bob.NextAsync())!.Value;
            if (read.GetProperty("type").GetString() == "messages")
                values.AddRange(read.GetProperty("messages").EnumerateArray().Select(static message => message[3].GetInt32()));
        }

        Assert.Equal(Enumerable.Range(1, 500), values);
        Assert.Equal(2, host.Endpoint.Connections);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WebSocket_OverTls_GoesBothWays_IsResumed_AndCloses(int major)
    {
        await using BrokerHost host = await BrokerHost.StartAsync(tls: HttpProtocols.Http1AndHttp2);
        var version = new Version(major, major == 1 ? 1 : 0);
        BrokerPage page = await BrokerPage.ConnectAsync(host, http: version);
        string session = (await page.AskAsync("""{"type":"hello"}""", "welcome")).GetProperty("session").GetString()!;
        await page.AskAsync("""{"type":"join","id":1,"filter":"t"}""", "joined");
        string value = JsonSerializer.Serialize(new string('x', 40_000)); // several records of TLS, several frames of HTTP/2
        await page.SayAsync($$"""{"type":"publish","id":2,"topic":"t","value":{{value}}}""");
        string[] types = [(await page.NextAsync())!.Value.GetProperty("type").GetString()!, (await page.NextAsync())!.Value.GetProperty("type").GetString()!, (await page.NextAsync())!.Value.GetProperty("type").GetString()!];
        Assert.Equal(["messages", "published", "topic"], types.Order(StringComparer.Ordinal));

        page.Abort();
        page.Dispose();
        host.Broker.Publish("t", "2"u8);
        using BrokerPage again = await BrokerPage.ConnectAsync(host, http: version);
        await again.AskAsync($$"""{"type":"hello","session":"{{session}}","position":1}""", "welcome");
        await again.ExpectAsync("topic");
        JsonElement messages = await again.ExpectAsync("messages");
        Assert.Equal(2, Assert.Single(messages.GetProperty("messages").EnumerateArray())[3].GetInt32());

        await again.SayAsync("""{"type":"bye"}""");
        Assert.Null(await again.NextAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, again.CloseStatus);
    }

    [Fact]
    public async Task WebSocket_ThatBreaks_IsResumedExactly()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        BrokerPage page = await BrokerPage.ConnectAsync(host);
        JsonElement welcome = await page.AskAsync("""{"type":"hello"}""", "welcome");
        string session = welcome.GetProperty("session").GetString()!;
        await page.AskAsync("""{"type":"join","id":1,"filter":"t"}""", "joined");
        host.Broker.Publish("t", "1"u8);
        await page.ExpectAsync("topic");
        await page.ExpectAsync("messages");

        page.Abort();
        page.Dispose();
        host.Broker.Publish("t", "2"u8);
        using BrokerPage again = await BrokerPage.ConnectAsync(host);
        welcome = await again.AskAsync($$"""{"type":"hello","session":"{{session}}","position":1}""", "welcome");
        await again.ExpectAsync("topic");
        JsonElement messages = await again.ExpectAsync("messages");

        Assert.True(welcome.GetProperty("resumed").GetBoolean());
        Assert.Equal(2, messages.GetProperty("position").GetInt32());
        Assert.Equal(2, Assert.Single(messages.GetProperty("messages").EnumerateArray())[3].GetInt32());
    }

    [Fact]
    public async Task WebSocket_OfALargeBacklog_GetsAllOfIt()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        string value = JsonSerializer.Serialize(new string('x', 1000));
        for (int i = 0; i < 5000; i++)
            host.Broker.GetTopic(FormattableString.Invariant($"s/{i}"), TopicKind.State).Publish(Encoding.UTF8.GetBytes(value));
        using BrokerPage page = await BrokerPage.HelloAsync(host);

        await page.AskAsync("""{"type":"join","id":1,"filter":"s/#"}""", "joined");
        int count = 0;
        while (count < 5000)
        {
            JsonElement read = (await page.NextAsync())!.Value;
            if (read.GetProperty("type").GetString() == "messages")
                count += read.GetProperty("messages").GetArrayLength();
            Assert.False(read.TryGetProperty("dropped", out _));
        }

        Assert.Equal(5000, count);
    }

    [Fact]
    public async Task WebSocket_OfAPageThatReadsNothing_HurtsNobodyAndIsBounded()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => (options.MaxQueuedMessages, options.MaxUnacknowledged) = (1000, 100));
        using BrokerPage frozen = await BrokerPage.HelloAsync(host);
        await frozen.SayAsync("""{"type":"join","filter":"#"}""");
        using BrokerPage healthy = await BrokerPage.HelloAsync(host);
        await healthy.AskAsync("""{"type":"join","id":1,"filter":"t"}""", "joined");
        byte[] value = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new string('x', 4000)));

        int got = 0;
        for (int i = 0; i < 5000; i++)
        {
            host.Broker.Publish("t", value);
            while (got <= i)
            {
                JsonElement read = (await healthy.NextAsync())!.Value;
                if (read.GetProperty("type").GetString() == "messages")
                    got += read.GetProperty("messages").GetArrayLength();
            }
        }

        Assert.Equal(5000, got);
        Assert.True(Dropped() > 1000); // of the 20 MB for the frozen one: a thousand wait, and what two networks buffers hold was sent
    }

    [Fact]
    public async Task WebSocket_BrokenRules_CloseWithTheirCodes()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.MaxMessageBytes = 128);
        using BrokerPage binary = await BrokerPage.HelloAsync(host);
        using BrokerPage longer = await BrokerPage.HelloAsync(host);
        using BrokerPage leaving = await BrokerPage.HelloAsync(host);

        await binary.SayAsync("{}", WebSocketMessageType.Binary);
        await longer.SayAsync(new string(' ', 129));
        await leaving.SayAsync("""{"type":"bye"}""");

        Assert.Null(await binary.NextAsync());
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, binary.CloseStatus);
        Assert.Null(await longer.NextAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, longer.CloseStatus);
        Assert.Null(await leaving.NextAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, leaving.CloseStatus);
    }

    [Fact]
    public async Task WebSocket_ThatFloodsWhatIsNotWorkedOff_IsClosed()
    {
        var open = new TaskCompletionSource<bool>();
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.AuthorizePublish = (_, _) => new ValueTask<bool>(open.Task));
        using BrokerPage page = await BrokerPage.HelloAsync(host);
        string text = $$"""{"type":"publish","topic":"t","value":"{{new string('x', 60_000)}}"}""";

        Task saying = Task.Run(async () =>
        {
            for (int i = 0; i < 30; i++)
                await page.SayAsync(text);
        }, TestContext.Current.CancellationToken);

        Assert.Null(await page.NextAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, page.CloseStatus);
        open.SetResult(true);
        await saying.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
    }

    [Fact]
    public async Task Stop_OfTheHost_ClosesWith1001()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using BrokerPage page = await BrokerPage.HelloAsync(host);

        Task stopping = host.StopAsync();

        Assert.Null(await page.NextAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, page.CloseStatus);
        await stopping;
    }

    [Fact]
    public async Task Requests_ThatMayNotBe_AreRefused()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.ApiKeys = ["right"], new BrokerEndpointOptions { MaxConnections = 1, AllowedOrigins = ["https://friend.example"] });

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(() => BrokerPage.ConnectAsync(host, origin: "https://evil.example")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(() => BrokerPage.ConnectAsync(host, key: "wrong")));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(() => BrokerPage.ConnectAsync(host, protocol: "other.v1")));
        using BrokerPage page = await BrokerPage.ConnectAsync(host, origin: "https://friend.example", key: "right");
        await page.AskAsync("""{"type":"hello"}""", "welcome");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(() => BrokerPage.ConnectAsync(host, key: "right")));
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.GetAsync(new Uri("/broker", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await host.Http.GetAsync(new Uri("/broker/session", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostAsync("/broker/session", """{"type":"hello"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostAsync("/broker/session", """{"type":"hello"}""", "wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/broker/session", """{"type":"hello","key":"right"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/broker/session", """{"type":"hello"}""", "right")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("/broker/session", """{"type":"ack"}""", "right")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("/broker/send?session=none", "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await host.PostAsync("/broker/session", new string(' ', 65537))).StatusCode);
    }

    [Fact]
    public async Task Poll_GivesWhatComesAnAnswerAndNothingTwice()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        string session = await host.OpenAsync();

        await host.SayAsync(session, """[{"type":"join","id":1,"filter":"t"},{"type":"publish","id":2,"topic":"u","value":1}]""");
        JsonElement answers = await host.PollAsync(session, 0);
        Task<JsonElement> waiting = host.PollAsync(session, 0);
        host.Broker.Publish("t", "1"u8);
        JsonElement first = await waiting;
        host.Broker.Publish("t", "2"u8);
        JsonElement lost = await host.PollAsync(session, 1); // its answer, let us say, never arrived
        JsonElement again = await host.PollAsync(session, 1);
        JsonElement none = await host.PollAsync(session, 2, wait: 1);
        HttpResponseMessage unknown = await host.Http.GetAsync(new Uri("/broker/poll?session=none", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(["joined", "published"], Types(answers));
        Assert.Equal(["topic", "messages"], Types(first));
        Assert.Equal(["messages"], Types(lost));
        Assert.Equal(["topic", "messages"], Types(again));
        Assert.Equal(2, again[1].GetProperty("position").GetInt32());
        Assert.Empty(Types(none));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Poll_ThatWaitsAlready_IsAnsweredWhenSomethingComes()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(options => options.Heartbeat = TimeSpan.FromMilliseconds(200));
        string session = await host.OpenAsync();

        JsonElement heartbeat = await host.PollAsync(session, 0);
        await host.SayAsync(session, """{"type":"join","filter":"t"}""");
        await host.PollAsync(session, 0);
        JsonElement second = await host.PollAsync(session, 0);

        Assert.Equal(["heartbeat"], Types(heartbeat));
        Assert.Equal(["heartbeat"], Types(second));
    }

    [Fact]
    public async Task Events_AreStreamedWithTheirPositionsAndResumed()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        string session = await host.OpenAsync();
        using (EventReader events = await EventReader.OpenAsync(host, session))
        {
            await host.SayAsync(session, """{"type":"join","id":1,"filter":"t"}""");
            Assert.Equal((null, "joined"), await events.NextTypeAsync());
            host.Broker.Publish("t", "{\n\"a\":\r\n1}"u8);
            Assert.Equal((null, "topic"), await events.NextTypeAsync());
            (string? id, JsonElement messages) = await events.NextAsync();
            Assert.Equal("1", id);
            Assert.Equal(1, messages.GetProperty("messages")[0][3].GetProperty("a").GetInt32());
        }

        host.Broker.Publish("t", "2"u8);
        using EventReader resumed = await EventReader.OpenAsync(host, session, lastEventId: "1");
        Assert.Equal((null, "topic"), await resumed.NextTypeAsync());
        Assert.Equal(("2", "messages"), await resumed.NextTypeAsync());
        await host.SayAsync(session, """{"type":"bye"}""");
        (_, JsonElement close) = await resumed.NextAsync();

        Assert.Equal("""{"type":"close","code":1000,"reason":"bye"}""", close.GetRawText());
        Assert.True(await resumed.HasEndedAsync());
    }

    [Fact]
    public async Task OtherOrigins_ThatAreLetIn_MayReadTheAnswers()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(endpoint: new BrokerEndpointOptions { AllowedOrigins = ["https://friend.example"] });
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri("/broker/send", UriKind.Relative));
        preflight.Headers.Add("Origin", "https://friend.example");

        using HttpResponseMessage response = await host.Http.SendAsync(preflight, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("https://friend.example", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("POST", response.Headers.GetValues("Access-Control-Allow-Methods").Single());
    }

    private static long Dropped()
    {
        long dropped = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Name == "busbar.messaging.outlets.dropped")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => dropped += measurement);
        listener.Start();
        listener.RecordObservableInstruments();
        return dropped;
    }

    private static string[] Types(JsonElement objects) => [.. objects.EnumerateArray().Select(static element => element.GetProperty("type").GetString()!)];

    private static async Task<HttpStatusCode?> StatusAsync(Func<Task<BrokerPage>> connect)
    {
        HttpRequestException exception = await Assert.ThrowsAsync<HttpRequestException>(connect);
        return exception.StatusCode;
    }
}
