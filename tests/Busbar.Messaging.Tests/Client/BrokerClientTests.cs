using System.Text;
using System.Threading.Channels;
using Busbar.Testing;

namespace Busbar.Messaging.Tests.Client;

/// <summary>The client in the JSON form against a server that the test plays line by line.</summary>
public sealed class BrokerClientTests : IAsyncDisposable
{
    private const int Patience = 60_000;

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _peer = new();
    private readonly RecordingLogger _log = new();
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private readonly List<BrokerClient> _clients = [];

    public async ValueTask DisposeAsync()
    {
        foreach (BrokerClient client in _clients)
            await client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Join_IsConfirmed_AndGetsWhatIsPublished()
    {
        BrokerClient client = await ConnectedAsync(new() { Key = "k", Name = "ann", Own = false }, """{"type":"hello","key":"k","name":"ann","own":false}""");
        Task<JoinedGroup> joining = client.JoinAsync("plant/+", Tell, new() { History = 5 });
        await HearsAsync("""{"type":"join","id":1,"filter":"plant/+","history":5}""");
        Assert.False(joining.IsCompleted);

        await SaysAsync("""{"type":"joined","id":1,"filter":"plant/+"}""", """{"type":"topic","id":5,"name":"plant/a","kind":"event"}""");
        using JoinedGroup group = await joining;
        await SaysAsync("""{"type":"messages","position":1,"messages":[[5,9,1700000000123.5,{"on" : true},"c2"],[5,10,0,"AQL/",null,"base64"],[5,11,0,"grün",null,"text"]]}""");

        Assert.Equal("""plant/a#9={"on" : true} from c2 at 2023-11-14T22:13:20.1235000+00:00""", await ToldAsync());
        Assert.Equal("plant/a#10=0102FF", await ToldAsync());
        Assert.Equal("plant/a#11=grün", await ToldAsync());
        Assert.Equal("c1", client.Id);
        Assert.True(client.IsConnected);
    }

    [Fact(Timeout = Patience)]
    public async Task Join_ThatIsRefused_Throws_AndIsNotRepeated()
    {
        BrokerClient client = await ConnectedAsync();
        Task<JoinedGroup> joining = client.JoinAsync("secret", Tell);
        await HearsAsync("""{"type":"join","id":1,"filter":"secret"}""");

        await SaysAsync("""{"type":"error","id":1,"code":"forbidden","message":"Not you."}""");

        BrokerRequestException error = await Assert.ThrowsAsync<BrokerRequestException>(() => joining);
        Assert.Equal(("forbidden", "Not you."), (error.Code, error.Message));
        await HearsAsync("""{"type":"leave","filter":"secret"}""");
    }

    [Fact(Timeout = Patience)]
    public async Task Joins_OfOneFilter_AreOne_AndTheLastLeaves()
    {
        BrokerClient client = await ConnectedAsync();
        JoinedGroup one = await JoinedAsync(client, "a", 1);
        await SaysAsync("""{"type":"topic","id":1,"name":"a","kind":"state"}""", """{"type":"messages","position":1,"messages":[[1,1,0,1]]}""");
        Assert.Equal("a#1=1", await ToldAsync());

        JoinedGroup other = await client.JoinAsync("a", Tell);
        Assert.Equal("a#1=1", await ToldAsync()); // the state that came before

        one.Dispose();
        other.Dispose();
        other.Dispose();
        await HearsAsync("""{"type":"leave","filter":"a"}""");
    }

    [Fact(Timeout = Patience)]
    public async Task Session_IsResumed_BehindTheLastPosition()
    {
        BrokerClient client = await ConnectedAsync();
        await JoinedAsync(client, "a", 1);
        await SaysAsync("""{"type":"topic","id":1,"name":"a","kind":"event"}""", """{"type":"messages","position":1,"messages":[[1,1,0,1],[1,2,0,2]]}""");
        Assert.Equal("a#1=1", await ToldAsync());
        Assert.Equal("a#2=2", await ToldAsync());

        await BreaksAsync();
        await HearsAsync("""{"type":"hello","session":"s1","position":2}""");
        await SaysAsync(Welcome("true", 2), """{"type":"topic","id":1,"name":"a","kind":"event"}""", """{"type":"messages","position":3,"messages":[[1,3,0,3]]}""");

        Assert.StartsWith("lost: ", await ToldAsync(), StringComparison.Ordinal);
        Assert.Equal("connected True", await ToldAsync());
        Assert.Equal("a#3=3", await ToldAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task NewSession_JoinsAgain_AndTellsWhatNobodyCanSay()
    {
        BrokerClient client = await ConnectedAsync();
        await JoinedAsync(client, "events", 1);
        await JoinedAsync(client, "silent", 2);
        await JoinedAsync(client, "states/#", 3);
        await JoinedAsync(client, "mixed/#", 4);
        await SaysAsync(
            """{"type":"topic","id":1,"name":"events","kind":"event"}""",
            """{"type":"topic","id":2,"name":"states/a","kind":"state"}""",
            """{"type":"messages","position":1,"messages":[[1,17,0,0],[2,3,0,0]]}""");
        await ToldAsync();
        await ToldAsync();

        await BreaksAsync();
        await HearsAsync("""{"type":"hello","session":"s1","position":2}""");
        await SaysAsync(Welcome("false", 0, "e2"));
        await HearsAsync(
            """{"type":"join","filter":"events","since":{"epoch":"e1","sequence":17}}""",
            """{"type":"join","filter":"silent","since":{"epoch":"e1","sequence":0}}""",
            """{"type":"join","filter":"states/#"}""",
            """{"type":"join","filter":"mixed/#"}""");
        await SaysAsync("""{"type":"joined","filter":"events","sequence":2,"gap":{"missed":null}}""");

        Assert.StartsWith("lost: ", await ToldAsync(), StringComparison.Ordinal);
        Assert.Equal("connected False", await ToldAsync());
        Assert.Equal("gap mixed/# ?", await ToldAsync());
        Assert.Equal("gap events ?", await ToldAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIsSaid_BeforeTheConnectionStands_Waits_InOrderAndBounded()
    {
        BrokerClient client = Client(new() { MaxWaiting = 2 });
        client.Publish("a", "1"u8);
        client.Publish("a", "2"u8);
        Task<long> given = client.PublishAsync("a", "3"u8.ToArray());
        client.Publish("a", "4"u8, new() { Kind = TopicKind.State, TimeToLive = TimeSpan.FromSeconds(5), SkipsOwn = true });
        client.Send("5"u8, name: "open", to: "c9");

        await AcceptedAsync();

        await HearsAsync(
            """{"type":"publish","topic":"a","value":4,"kind":"state","ttl":5000,"own":false}""",
            """{"type":"send","name":"open","to":"c9","value":5}""");
        Assert.Equal("overflow", (await Assert.ThrowsAsync<BrokerRequestException>(() => given)).Code);
        Assert.Equal(3, client.Lost);
    }

    [Fact(Timeout = Patience)]
    public async Task Asked_IsAnswered()
    {
        BrokerClient client = await ConnectedAsync();
        Task<long> published = client.PublishAsync("a", "1"u8.ToArray());
        await HearsAsync("""{"type":"publish","id":1,"topic":"a","value":1}""");
        Task<ReadOnlyMemory<byte>> sum = client.RequestAsync("add", """{"x":1}"""u8.ToArray(), to: "c9", timeout: TimeSpan.FromSeconds(2));
        await HearsAsync("""{"type":"request","id":2,"name":"add","to":"c9","value":{"x":1},"timeout":2000}""");
        Task<IReadOnlyList<GroupMember>> members = client.PresenceAsync("chat");
        await HearsAsync("""{"type":"presence","id":3,"filter":"chat"}""");

        await SaysAsync(
            """{"type":"presence","id":3,"filter":"chat","clients":[{"client":"c1","name":null},{"client":"c2","name":"ann"}]}""",
            """{"type":"response","id":2,"value": {"sum":3} }""",
            """{"type":"published","id":1,"topic":"a","sequence":9}""");

        Assert.Equal(9, await published);
        Assert.Equal("""{"sum":3}""", Encoding.UTF8.GetString((await sum).Span));
        Assert.Equal([new GroupMember("c1", null), new GroupMember("c2", "ann")], await members);
    }

    [Fact(Timeout = Patience)]
    public async Task Asked_AndNotAnswered_TimesOut_OrIsNotKnown()
    {
        BrokerClient client = await ConnectedAsync();
        Task<ReadOnlyMemory<byte>> late = client.RequestAsync("add", timeout: TimeSpan.FromSeconds(2));
        await HearsAsync("""{"type":"request","id":1,"name":"add","value":null,"timeout":2000}""");
        await _time.NextTimerAsync(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<TimeoutException>(() => late);

        Task<ReadOnlyMemory<byte>> broken = client.RequestAsync("add");
        await HearsAsync("""{"type":"request","id":2,"name":"add","value":null,"timeout":10000}""");
        await BreaksAsync();
        Assert.Equal("disconnected", (await Assert.ThrowsAsync<BrokerRequestException>(() => broken)).Code);
    }

    [Fact(Timeout = Patience)]
    public async Task Answers_WhatItIsAsked()
    {
        BrokerClient client = await ConnectedAsync();
        client.OnRequest("where", (question, _) => new(Encoding.UTF8.GetBytes($"\"{question.From}\"")));
        client.OnRequest("fails", (_, _) => throw new IOException("no"));

        await SaysAsync("""{"type":"request","position":1,"id":"s1","from":"c2","name":"where","value":1}""");
        await HearsAsync("""{"type":"response","id":"s1","value":"c2"}""");
        await SaysAsync("""{"type":"request","position":2,"id":"s2","from":null,"name":"fails","value":1}""");
        await HearsAsync("""{"type":"response","id":"s2","error":"no"}""");
        await SaysAsync("""{"type":"request","position":3,"id":"s3","from":null,"name":"other","value":1}""");
        await HearsAsync("""{"type":"response","id":"s3","error":"This client does not answer \"other\"."}""");
    }

    [Fact(Timeout = Patience)]
    public async Task Sends_Presence_AndGaps_AreTold()
    {
        BrokerClient client = await ConnectedAsync();
        await JoinedAsync(client, "chat", 1, new()
        {
            OnPresence = (joined, left) =>
            {
                _told.Writer.TryWrite($"presence +{string.Join(',', joined)} -{left.Count}");
                return default;
            },
        });

        await SaysAsync(
            """{"type":"send","position":1,"from":"c2","name":"open","value":[1]}""",
            """{"type":"presence","position":2,"filter":"chat","joined":[{"client":"c8","name":null}],"left":[]}""",
            """{"type":"gap","from":3,"to":6}""",
            """{"type":"messages","position":7,"skipped":1,"dropped":2,"messages":[]}""",
            """{"type":"a type of the future","with":"members"}""");

        Assert.Equal("sent open from c2: [1]", await ToldAsync());
        Assert.Equal("presence +GroupMember { Client = c8, Name =  } -0", await ToldAsync());
        Assert.Equal("gap  4", await ToldAsync());
        Assert.Equal("gap  2", await ToldAsync());
        await BreaksAsync();
        await HearsAsync("""{"type":"hello","session":"s1","position":6}""");
    }

    [Fact(Timeout = Patience)]
    public async Task Acknowledges_ManyMessages_AndHeartbeats()
    {
        BrokerClient client = await ConnectedAsync();
        await JoinedAsync(client, "a", 1);
        await SaysAsync("""{"type":"topic","id":1,"name":"a","kind":"event"}""");
        await SaysAsync($$"""{"type":"messages","position":1,"messages":[{{string.Join(',', Enumerable.Range(1, 64).Select(n => $"[1,{n},0,0]"))}}]}""");
        await HearsAsync("""{"type":"ack","position":64}""");

        _time.Advance(TimeSpan.FromSeconds(7.5));
        await SaysAsync("""{"type":"heartbeat","now":1}""");
        await HearsAsync("""{"type":"ack","position":64}""");
    }

    [Fact(Timeout = Patience)]
    public async Task SilentServer_IsGivenUp()
    {
        await ConnectedAsync();

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("lost: the server was silent", await ToldAsync());
    }

    [Theory(Timeout = Patience)]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"no":"type"}""")]
    [InlineData("""{"type":"messages","position":1,"messages":[[1,1,0,0]]}""")]
    [InlineData("""{"type":"messages","position":"x","messages":[]}""")]
    [InlineData("""{"type":"joined"}""")]
    [InlineData("""{"type":"gap","from":1}""")]
    public async Task ServerThatBreaksTheRules_IsLeft(string line)
    {
        await ConnectedAsync();

        await SaysAsync(line);

        Assert.StartsWith("lost: protocol violation at offset 0: no object of busbar.v1: ", await ToldAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task SlowHandler_CostsItsClientMessages_ThatAreTold()
    {
        var entered = new Signal();
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        BrokerClient client = await ConnectedAsync(new() { MaxQueued = 2 });
        Task<JoinedGroup> joining = client.JoinAsync("a", async message =>
        {
            if (message.Sequence == 1)
            {
                entered.Set();
                await leave.Task;
            }

            await Tell(message);
        });
        await HearsAsync("""{"type":"join","id":1,"filter":"a"}""");
        await SaysAsync("""{"type":"joined","id":1,"filter":"a","sequence":0}""", """{"type":"topic","id":1,"name":"a","kind":"event"}""", """{"type":"messages","position":1,"messages":[[1,1,0,0]]}""");
        await joining;
        await entered.NextAsync();
        await SaysAsync("""{"type":"messages","position":2,"messages":[[1,2,0,0],[1,3,0,0],[1,4,0,0],[1,5,0,0]]}""", """{"type":"send","position":6,"from":null,"value":0}""");
        await SaysAsync(string.Concat(Enumerable.Repeat(" ", 10)), $$"""{"type":"request","position":7,"id":"s1","from":null,"name":"x","value":0}""");
        await HearsAsync("""{"type":"response","id":"s1","error":"This client does not answer \"x\"."}"""); // all of it was heard
        leave.SetResult();

        Assert.Equal("a#1=0", await ToldAsync());
        Assert.Equal("a#2=0", await ToldAsync());
        Assert.Equal("a#3=0", await ToldAsync());
        Assert.Equal("gap  3", await ToldAsync());
        Assert.Equal(3, client.Dropped);
    }

    [Fact(Timeout = Patience)]
    public async Task HandlerThatThrows_IsLogged_AndTheNextIsCalled()
    {
        BrokerClient client = await ConnectedAsync();
        Task<JoinedGroup> joining = client.JoinAsync("a", message => message.Sequence == 1 ? throw new IOException("mine") : Tell(message));
        await HearsAsync("""{"type":"join","id":1,"filter":"a"}""");
        await SaysAsync("""{"type":"joined","id":1,"filter":"a","sequence":0}""", """{"type":"topic","id":1,"name":"a","kind":"event"}""", """{"type":"messages","position":1,"messages":[[1,1,0,0],[1,2,0,0]]}""");
        await joining;

        Assert.Equal("a#2=0", await ToldAsync());
        Assert.Contains(_log.Entries, entry => entry.Message.StartsWith("A handler of the broker's client failed", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task ReadAll_GivesMessages_AndLeaves()
    {
        BrokerClient client = await ConnectedAsync();
        await using IAsyncEnumerator<ReceivedMessage> reading = client.ReadAllAsync("a").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> first = reading.MoveNextAsync();
        await HearsAsync("""{"type":"join","id":1,"filter":"a"}""");
        await SaysAsync("""{"type":"joined","id":1,"filter":"a","sequence":0}""", """{"type":"topic","id":1,"name":"a","kind":"event"}""", """{"type":"messages","position":1,"messages":[[1,1,0,0],[1,2,0,0]]}""");

        Assert.True(await first);
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal(2, reading.Current.Sequence);

        await reading.DisposeAsync();
        await HearsAsync("""{"type":"leave","filter":"a"}""");
    }

    [Fact(Timeout = Patience)]
    public async Task Dispose_SaysBye_AndEndsThoseWhoWait()
    {
        BrokerClient client = await ConnectedAsync();
        Task<ReadOnlyMemory<byte>> asked = client.RequestAsync("add");
        await HearsAsync("""{"type":"request","id":1,"name":"add","value":null,"timeout":10000}""");

        ValueTask disposing = client.DisposeAsync();
        await HearsAsync("""{"type":"bye"}""");
        await _peer.EndsAsync();
        await disposing;

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => asked);
        Assert.True(error is BrokerRequestException { Code: "disconnected" } or ObjectDisposedException, $"{error}");
        Assert.Throws<ObjectDisposedException>(() => client.Publish("a", "1"u8));
    }

    [Fact]
    public void WrongUse_ThrowsAtTheCall()
    {
        BrokerClient client = Client(new());

        Assert.Throws<ArgumentException>(() => client.Publish("a/+", "1"u8));
        Assert.Throws<ArgumentException>(() => client.Publish("a", "1 2"u8));
        Assert.Throws<ArgumentException>(() => client.Publish("a", "{"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.Publish("a", "1"u8, new() { TimeToLive = TimeSpan.Zero }));
        Assert.Throws<ArgumentException>(() => client.Send("x"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BrokerClient(_peer, new() { MaxQueued = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BrokerClient(_peer, new() { Name = new string('x', 65) }));
    }

    private static string Welcome(string resumed, int position, string epoch = "e1") =>
        $$"""{"type":"welcome","version":1,"session":"s1","client":"c1","epoch":"{{epoch}}","now":1,"resumed":{{resumed}},"position":{{position}},"heartbeat":15000,"grace":30000,"maxMessage":65536,"maxJoins":256}""";

    private ValueTask Tell(ReceivedMessage message)
    {
        string payload = message.Payload.Span is [1, ..] ? Convert.ToHexString(message.Payload.Span) : Encoding.UTF8.GetString(message.Payload.Span);
        _told.Writer.TryWrite($"{message.Topic}#{message.Sequence}={payload}{(message.Sender is null ? "" : $" from {message.Sender} at {message.Time:O}")}");
        return default;
    }

    private BrokerClient Client(BrokerClientOptions options)
    {
        var client = new BrokerClient(new TextPeer(_peer), options with
        {
            TimeProvider = _time,
            Logger = _log,
            OnConnected = resumed => Say($"connected {resumed}"),
            OnDisconnected = reason => Say($"lost: {reason}"),
            OnGap = gap => Say($"gap {gap.Filter} {gap.Missed?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}"),
            OnSend = sent => Say($"sent {sent.Name} from {sent.From}: {Encoding.UTF8.GetString(sent.Value.Span)}"),
        });
        _clients.Add(client);
        return client;

        ValueTask Say(string word)
        {
            _told.Writer.TryWrite(word);
            return default;
        }
    }

    private async Task<BrokerClient> ConnectedAsync(BrokerClientOptions? options = null, string hello = """{"type":"hello"}""")
    {
        BrokerClient client = Client(options ?? new());
        await AcceptedAsync(hello);
        Assert.Equal("connected False", await ToldAsync());
        return client;
    }

    private async Task AcceptedAsync(string hello = """{"type":"hello"}""")
    {
        await _peer.AcceptAsync();
        await HearsAsync(hello);
        await SaysAsync(Welcome("false", 0));
    }

    private async Task<JoinedGroup> JoinedAsync(BrokerClient client, string filter, int id, ClientJoinOptions? options = null)
    {
        Task<JoinedGroup> joining = client.JoinAsync(filter, Tell, options);
        await HearsAsync($$"""{"type":"join","id":{{id}},"filter":"{{filter}}"{{(options?.OnPresence is null ? "" : ",\"presence\":true")}}}""");
        string sequence = filter.Contains('#', StringComparison.Ordinal) ? "" : ",\"sequence\":0";
        await SaysAsync($$"""{"type":"joined","id":{{id}},"filter":"{{filter}}"{{sequence}}}""");
        return await joining;
    }

    private async Task BreaksAsync()
    {
        _peer.Resets();
        await _peer.AcceptAsync();
    }

    private Task SaysAsync(params string[] lines) => _peer.RepliesAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private async Task HearsAsync(params string[] lines)
    {
        byte[] expected = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        Assert.Equal(Encoding.UTF8.GetString(expected.AsSpan()), Encoding.UTF8.GetString((await _peer.ReadAsync(expected.Length)).AsSpan()));
    }

    private async Task<string> ToldAsync() => await _told.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
