using System.Text;
using System.Text.Json;

namespace Busbar.Messaging.Tests;

/// <summary>A client as a test plays it, in either form of the wire.</summary>
internal sealed class TestClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // guards against a test that would hang

    private readonly Dictionary<int, string> _topics = [];

    private readonly Func<ITestCarrier> _connect;

    private TestClient(Func<ITestCarrier> connect)
    {
        _connect = connect;
        Transport = connect();
    }

    public ITestCarrier Transport { get; }

    public string Session { get; private set; } = "";

    public string Id { get; private set; } = "";

    public long Position { get; private set; }

    public JsonElement Welcome { get; private set; }

    /// <summary>A connection that has not said anything.</summary>
    public static TestClient Connect(BrokerServer server) => new(() => TestTransport.Connect(server));

    /// <inheritdoc cref="Connect(BrokerServer)"/>
    public static TestClient Connect(Func<ITestCarrier> connect) => new(connect);

    public static Task<TestClient> HelloAsync(BrokerServer server, string members = "") => HelloAsync(() => TestTransport.Connect(server), members);

    public static async Task<TestClient> HelloAsync(Func<ITestCarrier> connect, string members = "")
    {
        var client = new TestClient(connect);
        await client.SayHelloAsync(members);
        return client;
    }

    /// <summary>Comes back with the session of a connection before, in the same way.</summary>
    public static Task<TestClient> ResumeAsync(TestClient before, long? position = null) =>
        HelloAsync(before._connect, FormattableString.Invariant($$""","session":"{{before.Session}}","position":{{position ?? before.Position}}"""));

    public async Task SayHelloAsync(string members = "")
    {
        Say($$"""{"type":"hello"{{members}}}""");
        Welcome = await ExpectAsync("welcome");
        Session = Welcome.GetProperty("session").GetString()!;
        Id = Welcome.GetProperty("client").GetString()!;
        Position = Welcome.GetProperty("position").GetInt64();
    }

    public void Say(string text) => Say(Encoding.UTF8.GetBytes(text));

    public void Say(ReadOnlySpan<byte> text) => Transport.Say(text);

    public void Acknowledge(long? position = null) => Say(FormattableString.Invariant($$"""{"type":"ack","position":{{position ?? Position}}}"""));

    /// <summary>Says something and takes the next object, which must be of that type.</summary>
    public Task<JsonElement> AskAsync(string text, string type)
    {
        Say(text);
        return ExpectAsync(type);
    }

    public async Task JoinAsync(string filter, string members = "") =>
        await AskAsync($$"""{"type":"join","id":1,"filter":"{{filter}}"{{members}}}""", "joined");

    /// <summary>The next object; null at the end of the connection.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (!await Transport.Objects.WaitToReadAsync(patience.Token) || !Transport.Objects.TryRead(out string? text))
            return null;
        JsonElement read = JsonDocument.Parse(text).RootElement;
        Note(read);
        return read;
    }

    /// <summary>The next object, which must be of that type.</summary>
    public async Task<JsonElement> ExpectAsync(string type)
    {
        JsonElement? read = await NextAsync();
        Assert.NotNull(read);
        Assert.True(read.Value.GetProperty("type").GetString() == type, $"{type} was expected, and came: {read}");
        return read.Value;
    }

    /// <summary>The next messages of topics, as <c>topic=value</c>, at least so many; topics that are announced are passed over.</summary>
    public async Task<List<string>> MessagesAsync(int count)
    {
        List<string> messages = [];
        while (messages.Count < count)
        {
            JsonElement? read = await NextAsync();
            Assert.NotNull(read);
            string type = read.Value.GetProperty("type").GetString()!;
            if (type == "topic")
                continue;
            Assert.True(type == "messages", $"messages were expected, and came: {read}");
            foreach (JsonElement message in read.Value.GetProperty("messages").EnumerateArray())
                messages.Add($"{_topics[message[0].GetInt32()]}={message[3]}");
        }

        return messages;
    }

    public async Task<(ClientCloseCode Code, string Reason)> ClosedAsync() => await Transport.Closed.WaitAsync(Patience);

    /// <summary>All that comes until the connection is closed.</summary>
    public async Task<List<JsonElement>> RestAsync()
    {
        List<JsonElement> rest = [];
        while (await NextAsync() is { } read)
            rest.Add(read);
        return rest;
    }

    private void Note(JsonElement read)
    {
        string type = read.GetProperty("type").GetString()!;
        if (type == "topic")
        {
            _topics[read.GetProperty("id").GetInt32()] = read.GetProperty("name").GetString()!;
        }
        else if (type == "gap")
        {
            Assert.Equal(Position + 1, read.GetProperty("from").GetInt64());
            Position = read.GetProperty("to").GetInt64();
        }
        else if (type != "welcome" && read.TryGetProperty("position", out JsonElement position))
        {
            Assert.Equal(Position + 1, position.GetInt64());
            Position += type == "messages" ? read.GetProperty("messages").GetArrayLength() : 1;
        }
    }
}
