using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

/// <summary>
/// A page of Watchbox as a client of the broker's server: it speaks the broker's wire for the page, and keeps what comes in a queue for each
/// group until the page asks for it.
/// </summary>
internal sealed class WatchboxClient : IClientTransport
{
    private readonly WatchboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, WatchboxQueue> _queues = new(StringComparer.Ordinal); // by topic
    private readonly ConcurrentDictionary<long, TaskCompletionSource<string?>> _asked = new();
    private readonly Dictionary<long, string> _topics = []; // under the server's one writer
    private ClientConnection? _connection;
    private ClientConnection? _posts;
    private long _lastId;
    private long _seenAt;
    private long _position;
    private volatile bool _hasEnded;

    public WatchboxClient(WatchboxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Touch();
    }

    public bool HasEnded => _hasEnded;

    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _seenAt));

    public void Begin(ClientConnection connection, ClientConnection posts)
    {
        _connection = connection;
        _posts = posts;
    }

    public void Touch() => Volatile.Write(ref _seenAt, _time.GetTimestamp());

    public bool IsIn(string group) => _queues.ContainsKey(WatchboxGroup.ToTopic(group));

    public byte[]? Take(string group) => _queues.TryGetValue(WatchboxGroup.ToTopic(group), out WatchboxQueue? queue) ? queue.Take(Now()) : null;

    /// <returns>Null when it was done; otherwise the error's code.</returns>
    public async Task<string?> JoinAsync(string group, CancellationToken cancellationToken)
    {
        string topic = WatchboxGroup.ToTopic(group);
        if (_queues.ContainsKey(topic))
            return null; // what waits is not lost by joining again
        if (_queues.Count >= _options.MaxGroups)
            return "too-many";
        if (group == WatchboxGroup.OfServer)
        {
            AddQueue(topic); // nobody publishes there: it is what the server sends to this client alone
            return null;
        }

        AddQueue(topic); // what comes before the answer belongs to it
        string? error = await AskAsync("join", json => json.WriteString("filter"u8, topic), cancellationToken).ConfigureAwait(false);
        if (error is not null)
            _queues.TryRemove(topic, out _);
        return error;
    }

    /// <returns>Null when it was done; otherwise the error's code.</returns>
    public Task<string?> PublishAsync(string group, byte[] json, CancellationToken cancellationToken) => AskAsync(
        "publish",
        writer =>
        {
            writer.WriteString("topic"u8, WatchboxGroup.ToTopic(group));
            WriteValue(writer, json);
        },
        cancellationToken);

    /// <returns>Null when it was done; otherwise the error's code.</returns>
    public Task<string?> SendAsync(byte[] json, CancellationToken cancellationToken) => AskAsync("send", writer => WriteValue(writer, json), cancellationToken);

    /// <summary>Each half second: drops what has waited too long, and shows the server that the page is there.</summary>
    public void Tick()
    {
        long now = Now();
        foreach (WatchboxQueue queue in _queues.Values)
            queue.Expire(now);
        Say("ack", json => json.WriteNumber("position"u8, Volatile.Read(ref _position)));
    }

    /// <summary>The page has asked nothing for too long.</summary>
    public void TimeOut()
    {
        _connection?.OnTimedOut();
        End();
    }

    public bool TrySend(OutgoingObjects objects)
    {
        if (_hasEnded)
            return false;
        for (int i = 0; i < objects.Count; i++)
        {
            var reader = new Utf8JsonReader(objects[i]);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            Take(document.RootElement);
            if (objects.PositionOf(i) is > 0 and var position)
                Volatile.Write(ref _position, position);
        }

        return true;
    }

    public ValueTask<bool> WaitForRoomAsync() => ValueTask.FromResult(!_hasEnded);

    public void Close(ClientCloseCode code, string reason) => End();

    public void End()
    {
        _hasEnded = true;
        foreach (TaskCompletionSource<string?> asked in _asked.Values)
            asked.TrySetResult("closed");
        _connection?.OnClosed();
    }

    private long Now() => _time.GetTimestamp();

    private long Later(TimeSpan time) => Now() + (long)(time.TotalSeconds * _time.TimestampFrequency);

    private void AddQueue(string topic) => _queues.TryAdd(topic, new WatchboxQueue(_options.ListLimit, _options.DropPolicy));

    private void Take(JsonElement root)
    {
        switch (root.GetProperty("type"u8).GetString())
        {
            case "topic":
                _topics[root.GetProperty("id"u8).GetInt64()] = root.GetProperty("name"u8).GetString()!;
                break;
            case "messages":
                foreach (JsonElement message in root.GetProperty("messages"u8).EnumerateArray())
                    Keep(_topics[message[0].GetInt64()], message[3]);
                break;
            case "send":
                Keep(WatchboxGroup.OfServer, root.GetProperty("value"u8));
                break;
            case "joined" or "published" or "sent":
                Answer(root, null);
                break;
            case "error":
                Answer(root, root.GetProperty("code"u8).GetString());
                break;
        }
    }

    private void Keep(string topic, JsonElement value)
    {
        if (_queues.TryGetValue(topic, out WatchboxQueue? queue))
            queue.Add(JsonMarshal.GetRawUtf8Value(value), Later(_options.Ttl));
        else
            Diagnostics.LoseForWatchbox("left");
    }

    private void Answer(JsonElement root, string? error)
    {
        if (root.TryGetProperty("id"u8, out JsonElement id) && _asked.TryRemove(id.GetInt64(), out TaskCompletionSource<string?>? asked))
            asked.TrySetResult(error);
    }

    private async Task<string?> AskAsync(string type, Action<Utf8JsonWriter> members, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastId);
        var asked = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = asked;
        Say(type, json =>
        {
            json.WriteNumber("id"u8, id);
            members(json);
        });
        if (_hasEnded)
            asked.TrySetResult("closed");
        try
        {
            return await asked.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    private void Say(string type, Action<Utf8JsonWriter> members)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            members(json);
            json.WriteEndObject();
        }

        _posts!.Receive(text.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter writer, byte[] json)
    {
        writer.WritePropertyName("value"u8);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
