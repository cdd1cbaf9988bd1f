using System.Text;
using System.Threading.Channels;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Messaging.Tests.Client;

/// <summary>The client in the binary form, against a server that the test plays octet by octet and against the library's own.</summary>
public sealed class BinaryClientTests : IAsyncDisposable
{
    private const int Patience = 60_000;
    private const string Welcome = """{"type":"welcome","version":1,"session":"s1","client":"c1","epoch":"e1","now":1,"resumed":false,"position":0,"heartbeat":15000,"grace":30000,"maxMessage":128,"maxJoins":256}""";

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _peer = new();
    private readonly RecordingLogger _log = new();
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private BrokerClient? _client;

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await _peer.DisposeAsync();
        for (int round = 0; round < 10_000 && _client?.OutstandingBlocks > 0; round++)
            await Task.Yield();
        Assert.Equal(0, _client?.OutstandingBlocks ?? 0);
    }

    [Fact(Timeout = Patience)]
    public async Task Messages_AreHeard_Lent_AndOwned()
    {
        BrokerClient client = await ConnectedAsync();
        await JoinedAsync(client.JoinAsync("#", Lend), 1, "#");
        await JoinedAsync(client.JoinAsync("a", Own), 2, "a", ",\"sequence\":0");
        await SaysAsync('J', """{"type":"topic","id":5,"name":"a","kind":"state"}"""u8.ToArray());

        await SaysAsync('M', Convert.FromHexString("01000000000000000000" + "0509" + "1581E97DF4100000" + "04" + "026332" + "0434312E37" + "050A" + "0000000000000000" + "02" + "02FF00"));

        Assert.Equal("lent a#9 State json=True 41.7 from c2 at 18642270519573", await ToldAsync());
        Assert.Equal("owned a#9 State json=True 41.7 from c2", await ToldAsync());
        Assert.Equal("lent a#10 State json=False 0xFF00 from  at 0", await ToldAsync());
        Assert.Equal("owned a#10 State json=False 0xFF00 from ", await ToldAsync());
        await client.JoinAsync("#", Own, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("owned a#10 State json=False 0xFF00 from ", await ToldAsync()); // the state that came before
    }

    [Fact(Timeout = Patience)]
    public async Task Publishes_AreFrames_AsTheyAre()
    {
        BrokerClient client = await ConnectedAsync();

        client.Publish("a", "41.7"u8);
        client.Publish("b", [0xFF, 0x00], new() { IsRaw = true, SkipsOwn = true, Kind = TopicKind.State });
        client.Publish("c", default, new() { TimeToLive = TimeSpan.FromMilliseconds(300) });
        Task<long> published = client.PublishAsync("a", "1"u8.ToArray(), cancellationToken: TestContext.Current.CancellationToken);

        await _peer.ExpectsAsync("09 00 00 00 50 00 01 61 04 34 31 2E 37");
        await _peer.ExpectsAsync("07 00 00 00 50 18 01 62 02 FF 00");
        await _peer.ExpectsAsync("0B 00 00 00 50 02 AC 02 01 63 04 6E 75 6C 6C");
        await _peer.ExpectsAsync("07 00 00 00 50 01 01 01 61 01 31");
        await SaysAsync('J', """{"type":"published","id":1,"topic":"a","sequence":9}"""u8.ToArray());
        Assert.Equal(9, await published);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIsPublished_BeforeTheConnectionStands_ComesInItsOrder()
    {
        BrokerClient client = Client();
        client.Publish("a", "1"u8);
        client.Publish("a", "2"u8);
        await AcceptedAsync();
        await _peer.ExpectsAsync("06 00 00 00 50 00 01 61 01 31 06 00 00 00 50 00 01 61 01 32");
    }

    [Fact(Timeout = Patience)]
    public async Task APublish_LongerThanTheServerTakes_IsRefusedHere_AndTheConnectionStands()
    {
        BrokerClient client = await ConnectedAsync();

        BrokerRequestException error = await Assert.ThrowsAsync<BrokerRequestException>(() => client.PublishAsync("a", new byte[200], new() { IsRaw = true }));
        client.Publish("a", new byte[200], new() { IsRaw = true });
        client.Publish("a", "1"u8);

        Assert.Equal("too-large", error.Code);
        Assert.Equal(2, client.Lost);
        Assert.Contains(_log.Entries, static entry => entry.Message.Contains("too-large", StringComparison.Ordinal));
        await _peer.ExpectsAsync("06 00 00 00 50 00 01 61 01 31");
    }

    [Fact(Timeout = Patience)]
    public async Task ManyMessages_AreAcknowledged_InAFrame()
    {
        await ConnectedAsync();
        await SaysAsync('J', """{"type":"topic","id":1,"name":"a","kind":"event"}"""u8.ToArray());

        string one = "0101" + "0000000000000000" + "00" + "0131";
        await SaysAsync('M', Convert.FromHexString("01000000000000000000" + string.Concat(Enumerable.Repeat(one, 64))));

        await _peer.ExpectsAsync("09 00 00 00 41 40 00 00 00 00 00 00 00");
    }

    [Theory(Timeout = Patience)]
    [InlineData("00 00 00 00", BinaryFrameCodec.Empty)]
    [InlineData("FF FF FF 7F", BinaryFrameCodec.TooLong)]
    [InlineData("02 00 00 00 50 00", BinaryFrameCodec.UnknownKind)]
    [InlineData("02 00 00 00 4D 00", BinaryMessageReader.BadHead)]
    [InlineData("0C 00 00 00 4D 01 00 00 00 00 00 00 00 00 00 07", BinaryMessageReader.BadNumber)]
    [InlineData("17 00 00 00 4D 01 00 00 00 00 00 00 00 00 00 07 01 00 00 00 00 00 00 00 00 00 00", BrokerClient.UnknownTopic)]
    public async Task AServerThatBreaksTheRules_IsLeft(string frame, string rule)
    {
        await ConnectedAsync();

        await _peer.RepliesAsync(frame);

        string told = await ToldAsync();
        Assert.StartsWith("lost: protocol violation at offset ", told, StringComparison.Ordinal);
        Assert.EndsWith(rule, told, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task AClose_IsTold_WithItsReason()
    {
        await ConnectedAsync();

        await SaysAsync('J', """{"type":"close","code":1008,"reason":"a flood"}"""u8.ToArray());

        Assert.Equal("lost: closed with 1008: a flood", await ToldAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Connect_WithoutTheKey_Throws_AndWithItEnds()
    {
        await using var fixture = new ServerFixture(static options => options.ApiKeys = ["k"], isBinary: true);

        ConnectException refused = await Assert.ThrowsAsync<ConnectException>(
            () => BrokerClient.ConnectAsync(fixture.Memory!, new() { TimeProvider = fixture.Time }, TestContext.Current.CancellationToken));
        await using BrokerClient client = await BrokerClient.ConnectAsync(fixture.Memory!, new() { TimeProvider = fixture.Time, Key = "k" }, TestContext.Current.CancellationToken);

        Assert.Contains("a key is needed", refused.Message, StringComparison.Ordinal);
        Assert.True(client.IsConnected);
    }

    [Fact(Timeout = Patience)]
    public async Task Everything_WorksAgainstTheServer()
    {
        await using var fixture = new ServerFixture(isBinary: true);
        fixture.Server.OnRequest("add", static request => ValueTask.FromResult(ClientAnswer.Of("3"u8)));
        await using BrokerClient one = fixture.CreateClient(new() { Name = "one" });
        using JoinedGroup ofOne = await one.JoinAsync("t", Lend, cancellationToken: TestContext.Current.CancellationToken);
        await using BrokerClient other = fixture.CreateClient(new() { OnSend = Sent });
        using JoinedGroup ofOther = await other.JoinAsync("t", Own, cancellationToken: TestContext.Current.CancellationToken);

        long sequence = await one.PublishAsync("t", new byte[] { 0xFF }, new() { IsRaw = true }, TestContext.Current.CancellationToken);
        string[] told = [await ToldAsync(), await ToldAsync()];
        ReadOnlyMemory<byte> sum = await one.RequestAsync("add", cancellationToken: TestContext.Current.CancellationToken);
        IReadOnlyList<GroupMember> members = await other.PresenceAsync("t", TestContext.Current.CancellationToken);
        one.Send("[1]"u8, "open", other.Id);

        Assert.Equal(1, sequence);
        Assert.Equal(["lent t#1 Event json=False 0xFF from c1 at 1767225600000000000", "owned t#1 Event json=False 0xFF from c1"], told.Order(StringComparer.Ordinal));
        Assert.Equal("3", Encoding.UTF8.GetString(sum.Span));
        Assert.Equal([new GroupMember("c1", "one"), new GroupMember("c2", null)], members.OrderBy(static member => member.Client, StringComparer.Ordinal));
        Assert.Equal("sent open from c1: [1]", await ToldAsync());

        ValueTask Sent(ReceivedSend sent)
        {
            _told.Writer.TryWrite($"sent {sent.Name} from {sent.From}: {Encoding.UTF8.GetString(sent.Value.Span)}");
            return default;
        }
    }

    private static string Text(ReadOnlySpan<byte> payload) => payload is [0xFF, ..] ? $"0x{Convert.ToHexString(payload)}" : Encoding.UTF8.GetString(payload);

    private void Lend(in BorrowedMessage message) =>
        _told.Writer.TryWrite($"lent {message.Topic}#{message.Sequence} {message.Kind} json={message.IsJson} {Text(message.Payload)} from {message.Sender} at {message.Nanoseconds}");

    private ValueTask Own(ReceivedMessage message)
    {
        _told.Writer.TryWrite($"owned {message.Topic}#{message.Sequence} {message.Kind} json={message.IsJson} {Text(message.Payload.Span)} from {message.Sender}");
        return default;
    }

    private BrokerClient Client() => _client = new BrokerClient(_peer, new()
    {
        TimeProvider = _time,
        Logger = _log,
        OnDisconnected = reason =>
        {
            _told.Writer.TryWrite($"lost: {reason}");
            return default;
        },
    });

    private async Task<BrokerClient> ConnectedAsync()
    {
        BrokerClient client = Client();
        await AcceptedAsync();
        while (!client.IsConnected)
            await Task.Yield();
        return client;
    }

    private async Task AcceptedAsync()
    {
        await _peer.AcceptAsync();
        Assert.Equal("busbar.v1\n\u0011\0\0\0J{\"type\":\"hello\"}", Encoding.UTF8.GetString((await _peer.ReadAsync(31)).AsSpan()));
        await SaysAsync('J', Encoding.UTF8.GetBytes(Welcome));
    }

    private async Task JoinedAsync(Task<JoinedGroup> joining, int id, string filter, string more = "")
    {
        byte[] expected = Encoding.UTF8.GetBytes($$"""{"type":"join","id":{{id}},"filter":"{{filter}}"}""");
        byte[] heard = await _peer.ReadAsync(BinaryFrameCodec.HeadLength + expected.Length);
        Assert.Equal(expected, heard[BinaryFrameCodec.HeadLength..]);
        await SaysAsync('J', Encoding.UTF8.GetBytes($$"""{"type":"joined","id":{{id}},"filter":"{{filter}}"{{more}}}"""));
        await joining;
    }

    private Task SaysAsync(char kind, byte[] body)
    {
        byte[] frame = new byte[BinaryFrameCodec.HeadLength + body.Length];
        BinaryWire.WriteHead(frame, (BinaryFrameKind)kind, body.Length);
        body.CopyTo(frame, BinaryFrameCodec.HeadLength);
        return _peer.RepliesAsync(frame);
    }

    private async Task<string> ToldAsync() => await _told.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
