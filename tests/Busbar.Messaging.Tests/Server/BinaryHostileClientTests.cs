using System.Text;
using System.Text.Json;

namespace Busbar.Messaging.Tests;

/// <summary>What clients of the binary form do wrong.</summary>
public sealed class BinaryHostileClientTests : HostileClientTests
{
    protected override bool IsBinary => true;

    protected override int MostOnTheirWay => 1000; // three batches: in the carrier, being sent, gathered while more was published

    /// <summary>A byte stream holds up its sender, which a page's message does not: nothing is lost, and no more is held than may be.</summary>
    public override async Task AFloodThatIsNotWorkedOff_IsBounded()
    {
        var open = new TaskCompletionSource<bool>();
        await using ServerFixture fixture = Fixture(options => options.AuthorizePublish = (_, _) => new ValueTask<bool>(open.Task));
        TestClient client = await fixture.ClientAsync();
        string text = $$"""{"type":"publish","id":1,"topic":"t","value":"{{new string('x', 60_000)}}"}""";

        for (int i = 0; i < 100; i++)
            client.Say(text);
        var carrier = (BinaryTestCarrier)client.Transport;
        await carrier.WrittenAsync(5);
        Assert.InRange(carrier.Written, 5, 20); // the preamble and the hello, and a quarter of a flood
        open.SetResult(true);

        for (int i = 0; i < 100; i++)
            await client.ExpectAsync("published");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("busbar.v2\n")]
    [InlineData("\n")]
    public async Task AnotherProtocol_IsClosedAtOnce_WithoutAWord(string first)
    {
        await using ServerFixture fixture = Fixture();
        BinaryTestCarrier carrier = fixture.ConnectRaw();

        carrier.Write(Encoding.ASCII.GetBytes(first));

        Assert.False(await carrier.Objects.WaitToReadAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<IOException>(() => carrier.Closed);
    }

    [Theory]
    [InlineData("00 00 00 00", BinaryFrameCodec.Empty)]
    [InlineData("01 00 00 00 58", BinaryFrameCodec.UnknownKind)]
    [InlineData("01 00 00 00 4D", BinaryFrameCodec.UnknownKind)]
    [InlineData("02 00 00 00 41 00", BinaryFrameCodec.AcknowledgementLength)]
    [InlineData("01 00 00 00 50", BinaryFrameCodec.NoPublish)]
    [InlineData("02 00 00 00 50 20", BinaryPublishReader.BadFlags)]
    [InlineData("02 00 00 00 50 00", BinaryPublishReader.BadTopic)]
    [InlineData("04 00 00 00 50 00 01 74", BinaryPublishReader.BadPayload)]
    [InlineData("05 00 00 00 50 00 01 74 01", BinaryPublishReader.BadPayload)]
    public async Task AMalformedFrame_ClosesWithItsRule(string frame, string rule)
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();

        ((BinaryTestCarrier)client.Transport).Write(Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal)));

        Assert.Equal((ClientCloseCode.ProtocolError, rule), await client.ClosedAsync());
        Assert.Equal(1, fixture.Server.Faults);
    }

    [Fact]
    public async Task ALengthThatLies_IsNotBelieved()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();

        ((BinaryTestCarrier)client.Transport).Write([0xFF, 0xFF, 0xFF, 0xFF]);

        Assert.Equal(ClientCloseCode.MessageTooBig, (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task PublishesAndAcknowledgements_BeforeTheHello_AreFaults()
    {
        await using ServerFixture fixture = Fixture();
        BinaryTestCarrier carrier = fixture.ConnectRaw(saysPreamble: true);

        carrier.Write('P', [0, 1, (byte)'t', 1, (byte)'1']);
        carrier.Write('A', new byte[8]);
        string first = await carrier.Objects.ReadAsync(TestContext.Current.CancellationToken);
        string second = await carrier.Objects.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal("""{"type":"error","code":"bad-message","message":"hello must come first"}""", first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task WrongPublishes_AreAnswered_AndTheOthersOfTheirFrameAreDone()
    {
        await using ServerFixture fixture = Fixture();
        fixture.Broker.GetTopic("s", TopicKind.State);
        TestClient client = await fixture.ClientAsync();

        ((BinaryTestCarrier)client.Transport).Write('P',
        [
            0x01, 1, 3, (byte)'a', (byte)'/', (byte)'+', 0,      // a filter is no name
            0x05, 2, 1, (byte)'s', 1, (byte)'1',                 // an event, and it is a state
            0x03, 3, 0, 1, (byte)'t', 0,                         // a time to live of 0
            0x01, 4, 1, 0xFF, 0,                                 // no UTF-8
            0x01, 5, 1, (byte)'t', 2, 0xFF, 0x00,                // octets as they are
        ]);
        List<string> answers = [];
        for (int i = 0; i < 5; i++)
            answers.Add(Told((await client.NextAsync())!.Value));

        Assert.Equal(["1 bad-topic", "2 kind", "3 bad-message", "4 bad-message", "5 published"], answers);
        Assert.Equal(1, fixture.Broker.GetTopic("t").Sequence);

        static string Told(JsonElement answer) =>
            $"{answer.GetProperty("id").GetInt64()} {(answer.TryGetProperty("code", out JsonElement code) ? code : answer.GetProperty("type")).GetString()}";
    }

    [Fact]
    public async Task AnAcknowledgement_OfWhatWasNotSent_IsAFault()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();

        ((BinaryTestCarrier)client.Transport).Write('A', [1, 0, 0, 0, 0, 0, 0, 0]);
        ((BinaryTestCarrier)client.Transport).Write('A', [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

        for (int i = 0; i < 2; i++)
            Assert.Equal("bad-message", (await client.ExpectAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task ManyMessages_ComeInFramesThatAClientCanBound()
    {
        await using ServerFixture fixture = Fixture();
        TestClient client = await fixture.ClientAsync();
        await client.JoinAsync("t");
        client.Transport.Fill();

        for (int i = 0; i < 300; i++)
            fixture.Broker.Publish("t", i % 100 == 99 ? new byte[200_000] : new byte[20]);
        client.Transport.Empty();
        await client.MessagesAsync(300);

        Assert.InRange(((BinaryTestCarrier)client.Transport).LongestFrame, 200_000, 200_100);
    }
}
