using System.Text;
using System.Text.Json;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task Send_ToTheServer_CallsItsHandlersInOrder()
    {
        await using var fixture = new ServerFixture();
        List<string> heard = [];
        var done = new Signal();
        using IDisposable throwing = fixture.Server.OnMessage(static _ => throw new InvalidOperationException());
        using IDisposable listening = fixture.Server.OnMessage(async message =>
        {
            await Task.Yield();
            heard.Add($"{message.Client.Id} {message.Name} {Encoding.UTF8.GetString(message.Value.Span)}");
            message.TryReply("heard", message.Value.Span);
            done.Set();
        });
        TestClient client = await fixture.ClientAsync();

        client.Say("""[{"type":"send","id":4,"name":"open","value":{"door":3}},{"type":"send","value":5}]""");
        await done.NextAsync();
        await done.NextAsync();
        listening.Dispose();
        List<JsonElement> told = [await Next(), await Next(), await Next()];

        Assert.Equal(["c1 open {\"door\":3}", "c1  5"], heard);
        Assert.Equal(2, fixture.Server.HandlerFailures);
        Assert.Equal("""{"type":"sent","id":4}""", Assert.Single(told, static element => Type(element) == "sent").GetRawText());
        Assert.Equal(["""{"type":"send","from":null,"name":"heard","value":{"door":3},"position":1}""", """{"type":"send","from":null,"name":"heard","value":5,"position":2}"""],
            told.Where(static element => Type(element) == "send").Select(static element => element.GetRawText()));

        async Task<JsonElement> Next() => (await client.NextAsync())!.Value;
    }

    [Fact]
    public async Task Send_WhereNobodyListens_IsNoHandler()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        JsonElement error = await client.AskAsync("""{"type":"send","id":4,"name":"open"}""", "error");

        Assert.Equal("no-handler", Code(error));
    }

    [Fact]
    public async Task Send_ToAnotherClient_ReachesItAlone()
    {
        await using var fixture = new ServerFixture();
        TestClient ann = await fixture.ClientAsync();
        TestClient bob = await fixture.ClientAsync();

        await ann.AskAsync("""{"type":"send","id":4,"to":"c2","name":"hi","value":[1]}""", "sent");
        JsonElement error = await ann.AskAsync("""{"type":"send","id":5,"to":"c9"}""", "error");

        Assert.Equal("""{"type":"send","from":"c1","name":"hi","value":[1],"position":1}""", (await bob.ExpectAsync("send")).GetRawText());
        Assert.Equal("no-client", Code(error));
    }

    [Fact]
    public async Task Send_RefusedByTheRule_IsForbidden()
    {
        await using var fixture = new ServerFixture(options => options.AuthorizeSend = static (from, to) => ValueTask.FromResult(from.Id == "c2"));
        TestClient ann = await fixture.ClientAsync();
        TestClient bob = await fixture.ClientAsync();

        Assert.Equal("forbidden", Code(await ann.AskAsync("""{"type":"send","id":4,"to":"c2"}""", "error")));
        Assert.Equal("forbidden", Code(await ann.AskAsync("""{"type":"request","id":4,"to":"c2","name":"x"}""", "error")));
        await bob.AskAsync("""{"type":"send","id":4,"to":"c1"}""", "sent");
    }

    [Fact]
    public async Task Request_ToTheServer_IsAnsweredByTheHandlerOfItsName()
    {
        await using var fixture = new ServerFixture();
        using IDisposable passing = fixture.Server.OnRequest(null, static _ => ValueTask.FromResult(ClientAnswer.Pass));
        using IDisposable adding = fixture.Server.OnRequest("add", static async request =>
        {
            await Task.Yield();
            int[] numbers = JsonSerializer.Deserialize<int[]>(request.Value.Span)!;
            return ClientAnswer.Of(JsonSerializer.SerializeToUtf8Bytes(numbers.Sum()).AsMemory());
        });
        using IDisposable failing = fixture.Server.OnRequest("fail", static _ => throw new InvalidOperationException("a secret"));
        using IDisposable garbage = fixture.Server.OnRequest("garbage", static _ => ValueTask.FromResult(ClientAnswer.Of("{"u8)));
        TestClient client = await fixture.ClientAsync();

        JsonElement sum = await client.AskAsync("""{"type":"request","id":5,"name":"add","value":[1,2,3]}""", "response");
        JsonElement none = await client.AskAsync("""{"type":"request","id":6,"name":"other"}""", "error");
        JsonElement failed = await client.AskAsync("""{"type":"request","id":7,"name":"fail"}""", "error");
        JsonElement broken = await client.AskAsync("""{"type":"request","id":8,"name":"garbage"}""", "error");

        Assert.Equal("""{"type":"response","id":5,"value":6}""", sum.GetRawText());
        Assert.Equal("no-handler", Code(none));
        Assert.Equal("failed", Code(failed));
        Assert.DoesNotContain("secret", failed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("failed", Code(broken));
    }

    [Fact]
    public async Task Request_ThatTakesTooLong_TimesOutAndIsCancelled()
    {
        await using var fixture = new ServerFixture();
        var cancelled = new Signal();
        using IDisposable slow = fixture.Server.OnRequest("slow", async request =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, fixture.Time, request.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.Set();
            return ClientAnswer.Done;
        });
        TestClient client = await fixture.ClientAsync();
        client.Say("""{"type":"request","id":5,"name":"slow","timeout":5000}""");
        await client.Transport.SettleAsync();

        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        JsonElement error = await client.ExpectAsync("error");
        await cancelled.NextAsync();

        Assert.Equal("""{"type":"error","id":5,"code":"timeout","message":"No answer came in time."}""", error.GetRawText());
        Assert.Equal(0, fixture.Server.HandlerFailures);
    }

    [Fact]
    public async Task Request_MoreThanMayBeUnderWay_IsTooMany()
    {
        await using var fixture = new ServerFixture(options => options.MaxRequests = 1);
        var answer = new TaskCompletionSource();
        using IDisposable slow = fixture.Server.OnRequest("slow", async _ =>
        {
            await answer.Task;
            return ClientAnswer.Done;
        });
        TestClient client = await fixture.ClientAsync();

        client.Say("""{"type":"request","id":5,"name":"slow"}""");
        JsonElement error = await client.AskAsync("""{"type":"request","id":6,"name":"slow"}""", "error");
        answer.SetResult();
        JsonElement response = await client.ExpectAsync("response");

        Assert.Equal("too-many", Code(error));
        Assert.Equal("""{"type":"response","id":5,"value":null}""", response.GetRawText());
    }

    [Fact]
    public async Task Request_ToAnotherClient_IsAnsweredByIt()
    {
        await using var fixture = new ServerFixture();
        TestClient ann = await fixture.ClientAsync();
        TestClient bob = await fixture.ClientAsync();

        ann.Say("""[{"type":"request","id":5,"to":"c2","name":"where","value":1},{"type":"request","id":6,"to":"c2","name":"why"},{"type":"request","id":7,"to":"c2","name":"when","timeout":1000}]""");
        JsonElement where = await bob.ExpectAsync("request");
        await bob.ExpectAsync("request");
        await bob.ExpectAsync("request");
        bob.Say("""[{"type":"response","id":"s1","value":{"x":1}},{"type":"response","id":"s2","error":"no idea"},{"type":"response","id":"s2","value":1},{"type":"response","id":"s99"}]""");
        JsonElement response = await ann.ExpectAsync("response");
        JsonElement failed = await ann.ExpectAsync("error");
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        JsonElement late = await ann.ExpectAsync("error");

        Assert.Equal("""{"type":"request","id":"s1","from":"c1","name":"where","value":1,"position":1}""", where.GetRawText());
        Assert.Equal("""{"type":"response","id":5,"value":{"x":1}}""", response.GetRawText());
        Assert.Equal("""{"type":"error","id":6,"code":"failed","message":"no idea"}""", failed.GetRawText());
        Assert.Equal("timeout", Code(late));
    }

    [Fact]
    public async Task Request_ToAClientThatLeaves_IsNoClient()
    {
        await using var fixture = new ServerFixture();
        TestClient ann = await fixture.ClientAsync();
        TestClient bob = await fixture.ClientAsync();
        ann.Say("""{"type":"request","id":5,"to":"c2","name":"where"}""");
        await bob.ExpectAsync("request");

        bob.Say("""{"type":"bye"}""");

        Assert.Equal("no-client", Code(await ann.ExpectAsync("error")));
    }

    [Fact]
    public async Task RequestAsync_OfTheServer_IsAnsweredRefusedLateOrLeftAlone()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();
        RemoteClient remote = fixture.Server.Clients[0];

        Task<ReadOnlyMemory<byte>> answered = remote.RequestAsync("a", "1"u8.ToArray());
        Assert.Equal("""{"type":"request","id":"s1","from":null,"name":"a","value":1,"position":1}""", (await client.ExpectAsync("request")).GetRawText());
        client.Say("""{"type":"response","id":"s1","value":[2]}""");
        Task<ReadOnlyMemory<byte>> refused = remote.RequestAsync("b", default);
        await client.ExpectAsync("request");
        client.Say("""{"type":"response","id":"s2","error":"no"}""");

        Assert.Equal("[2]", Encoding.UTF8.GetString((await answered).Span));
        ClientRequestException exception = await Assert.ThrowsAsync<ClientRequestException>(() => refused);
        Assert.Equal("no", exception.Reason);
        Task<ReadOnlyMemory<byte>> late = remote.RequestAsync("c", default, TimeSpan.FromSeconds(2));
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        Task<ReadOnlyMemory<byte>> left = remote.RequestAsync("d", default);
        client.Say("""{"type":"bye"}""");
        await Assert.ThrowsAsync<ClientRequestException>(() => left);
        await Assert.ThrowsAsync<ClientRequestException>(() => remote.RequestAsync("e", default));
        Assert.False(remote.TrySend("f", default));
        Assert.True(remote.HasLeft);
        Assert.Throws<ArgumentException>(() => remote.TrySend("f", "{"u8));
    }

    [Fact]
    public async Task OnMessage_HandlerThatAsksItsClient_GetsTheAnswer()
    {
        await using var fixture = new ServerFixture();
        using IDisposable asking = fixture.Server.OnMessage(static async message =>
        {
            ReadOnlyMemory<byte> answer = await message.Client.RequestAsync("more", default);
            message.TryReply("got", answer.Span);
        });
        TestClient client = await fixture.ClientAsync();

        client.Say("""{"type":"send","name":"begin"}""");
        await client.ExpectAsync("request");
        client.Say("""{"type":"response","id":"s1","value":7}""");

        Assert.Equal(7, (await client.ExpectAsync("send")).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Handlers_AreToldOfWhatHappensInItsOrder()
    {
        await using var fixture = new ServerFixture();
        List<string> happened = [];
        var signal = new Signal();
        using IDisposable registering = fixture.Server.OnRegister(client => Add($"{client} registered"));
        using IDisposable joining = fixture.Server.OnJoin((client, filter) => Add($"{client} joined {filter}"));
        using IDisposable leaving = fixture.Server.OnLeave((client, filter) => Add($"{client} left {filter}"));
        using IDisposable timingOut = fixture.Server.OnTimeout(client => Add($"{client} timed out"));
        TestClient client = await fixture.ClientAsync(""","name":"ann" """);
        await client.JoinAsync("a");
        await client.JoinAsync("b");
        await client.JoinAsync("b");
        await client.AskAsync("""{"type":"leave","id":1,"filter":"a"}""", "left");

        RemoteClient remote = fixture.Server.Clients[0];
        client.Transport.Break();
        while (remote.IsConnected)
            await Task.Yield();
        fixture.Time.Advance(TimeSpan.FromSeconds(31));
        for (int i = 0; i < 6; i++)
            await signal.NextAsync();

        Assert.Equal(["c1 (ann) registered", "c1 (ann) joined a", "c1 (ann) joined b", "c1 (ann) left a", "c1 (ann) left b", "c1 (ann) timed out"], happened);

        ValueTask Add(string what)
        {
            happened.Add(what);
            signal.Set();
            return default;
        }
    }

    [Fact]
    public async Task SendToGroup_AndToAll_LeaveOutWhoIsNamed()
    {
        await using var fixture = new ServerFixture();
        TestClient ann = await fixture.ClientAsync();
        TestClient bob = await fixture.ClientAsync();
        TestClient eve = await fixture.ClientAsync();
        await ann.JoinAsync("g");
        await bob.JoinAsync("g");

        int group = fixture.Server.SendToGroup("g", "x", "1"u8, except: fixture.Server.TryGetClient("c1"));
        int all = fixture.Server.SendToAll("y", "2"u8);

        Assert.Equal((1, 3), (group, all));
        Assert.Equal("x", (await bob.ExpectAsync("send")).GetProperty("name").GetString());
        Assert.Equal("y", (await bob.ExpectAsync("send")).GetProperty("name").GetString());
        Assert.Equal("y", (await ann.ExpectAsync("send")).GetProperty("name").GetString());
        Assert.Equal("y", (await eve.ExpectAsync("send")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task SendAsync_ToAClientThatReadsNothing_WaitsForRoom()
    {
        await using var fixture = new ServerFixture(options => options.MaxQueuedObjects = 16);
        TestClient client = await fixture.ClientAsync();
        RemoteClient remote = fixture.Server.Clients[0];
        client.Transport.Fill();
        int sent = 0;
        while (remote.TrySend(null, "1"u8))
            sent++;

        Task<bool> waiting = remote.SendAsync("last", "2"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        client.Transport.Empty();

        Assert.True(await waiting);
        Assert.InRange(sent, 16, 32);
        for (int i = 0; i < sent; i++)
            await client.ExpectAsync("send");
        Assert.Equal("last", (await client.ExpectAsync("send")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Close_OfAClient_EndsItsSession()
    {
        await using var fixture = new ServerFixture();
        TestClient client = await fixture.ClientAsync();

        fixture.Server.Clients[0].Close("out");

        Assert.Equal((ClientCloseCode.PolicyViolation, "out"), await client.ClosedAsync());
    }

    private static string Type(JsonElement element) => element.GetProperty("type").GetString()!;

    private static string Code(JsonElement error) => error.GetProperty("code").GetString()!;
}
