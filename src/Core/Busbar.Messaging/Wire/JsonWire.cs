namespace Busbar.Messaging;

/// <summary>
/// The server's objects in the JSON form of <c>busbar.v1</c>, one writer each. Those that take a position are left open: whoever sends
/// one puts the position behind it, by <see cref="Close"/>.
/// </summary>
internal static class JsonWire
{
    public static void WriteWelcome(WireBuffer to, in WelcomeObject welcome)
    {
        to.Put("{\"type\":\"welcome\",\"version\":1,\"session\":"u8);
        to.PutText(welcome.Session);
        to.Put(",\"client\":"u8);
        to.PutText(welcome.Client);
        to.Put(",\"epoch\":"u8);
        to.PutText(welcome.Epoch);
        to.Put(",\"now\":"u8);
        to.PutTime(welcome.Now);
        to.Put(welcome.IsResumed ? ",\"resumed\":true"u8 : ",\"resumed\":false"u8);
        to.Put(",\"position\":"u8);
        to.Put(welcome.Position);
        to.Put(",\"heartbeat\":"u8);
        to.Put(welcome.Limits.HeartbeatMilliseconds);
        to.Put(",\"grace\":"u8);
        to.Put(welcome.Limits.GraceMilliseconds);
        to.Put(",\"maxMessage\":"u8);
        to.Put(welcome.Limits.MaxMessage);
        to.Put(",\"maxJoins\":"u8);
        to.Put(welcome.Limits.MaxJoins);
        to.Put((byte)'}');
    }

    public static void WriteTopic(WireBuffer to, Topic topic)
    {
        to.Put("{\"type\":\"topic\",\"id\":"u8);
        to.Put(topic.Id);
        to.Put(",\"name\":"u8);
        to.PutText(topic.Name);
        to.Put(topic.Kind == TopicKind.State ? ",\"kind\":\"state\"}"u8 : ",\"kind\":\"event\"}"u8);
    }

    /// <summary>The head of <c>messages</c>; the messages, parted by commas, and <see cref="EndMessages"/> follow.</summary>
    public static void BeginMessages(WireBuffer to, long position, long skipped, long dropped)
    {
        to.Put("{\"type\":\"messages\",\"position\":"u8);
        to.Put(position);
        if (skipped > 0)
        {
            to.Put(",\"skipped\":"u8);
            to.Put(skipped);
        }

        if (dropped > 0)
        {
            to.Put(",\"dropped\":"u8);
            to.Put(dropped);
        }

        to.Put(",\"messages\":["u8);
    }

    public static void EndMessages(WireBuffer to) => to.Put("]}"u8);

    public static void WriteGap(WireBuffer to, long from, long until)
    {
        to.Put("{\"type\":\"gap\",\"from\":"u8);
        to.Put(from);
        to.Put(",\"to\":"u8);
        to.Put(until);
        to.Put((byte)'}');
    }

    public static void WriteHeartbeat(WireBuffer to, long now)
    {
        to.Put("{\"type\":\"heartbeat\",\"now\":"u8);
        to.PutTime(now);
        to.Put((byte)'}');
    }

    /// <summary>In place of a close frame, where there are none.</summary>
    public static void WriteClose(WireBuffer to, int code, string reason)
    {
        to.Put("{\"type\":\"close\",\"code\":"u8);
        to.Put(code);
        to.Put(",\"reason\":"u8);
        to.PutText(reason);
        to.Put((byte)'}');
    }

    public static void WriteError(WireBuffer to, long? id, WireError error, string message)
    {
        to.Put("{\"type\":\"error\""u8);
        PutId(to, id);
        to.Put(",\"code\":\""u8);
        to.Put(error.Code());
        to.Put("\",\"message\":"u8);
        to.PutText(message);
        to.Put((byte)'}');
    }

    /// <param name="to">Where to.</param>
    /// <param name="id">Of the request.</param>
    /// <param name="filter">What was joined.</param>
    /// <param name="sequence">Of one exact topic, the last message before what follows; null for other filters, and for those that were joined before.</param>
    /// <param name="hasGap">Something is missing.</param>
    /// <param name="missed">How much; null when nobody can say.</param>
    public static void WriteJoined(WireBuffer to, long? id, string filter, long? sequence, bool hasGap, long? missed)
    {
        to.Put("{\"type\":\"joined\""u8);
        PutId(to, id);
        to.Put(",\"filter\":"u8);
        to.PutText(filter);
        if (sequence is { } last)
        {
            to.Put(",\"sequence\":"u8);
            to.Put(last);
        }

        if (hasGap)
        {
            to.Put(",\"gap\":{\"missed\":"u8);
            if (missed is { } count)
                to.Put(count);
            else
                to.Put("null"u8);
            to.Put((byte)'}');
        }

        to.Put((byte)'}');
    }

    public static void WriteLeft(WireBuffer to, long? id, string filter)
    {
        to.Put("{\"type\":\"left\""u8);
        PutId(to, id);
        to.Put(",\"filter\":"u8);
        to.PutText(filter);
        to.Put((byte)'}');
    }

    public static void WritePublished(WireBuffer to, long? id, string topic, long sequence)
    {
        to.Put("{\"type\":\"published\""u8);
        PutId(to, id);
        to.Put(",\"topic\":"u8);
        to.PutText(topic);
        to.Put(",\"sequence\":"u8);
        to.Put(sequence);
        to.Put((byte)'}');
    }

    public static void WriteSent(WireBuffer to, long? id)
    {
        to.Put("{\"type\":\"sent\""u8);
        PutId(to, id);
        to.Put((byte)'}');
    }

    /// <summary>The answer to a client's request.</summary>
    public static void WriteResponse(WireBuffer to, long? id, ReadOnlySpan<byte> value)
    {
        to.Put("{\"type\":\"response\""u8);
        PutId(to, id);
        PutValue(to, value);
        to.Put((byte)'}');
    }

    /// <summary>The answer to a client's question who is there; <see cref="PutClient"/> for each, and <see cref="EndMessages"/>, follow.</summary>
    public static void BeginPresence(WireBuffer to, long? id, string filter)
    {
        to.Put("{\"type\":\"presence\""u8);
        PutId(to, id);
        to.Put(",\"filter\":"u8);
        to.PutText(filter);
        to.Put(",\"clients\":["u8);
    }

    public static void PutClient(WireBuffer to, string client, string? name)
    {
        to.Put("{\"client\":"u8);
        to.PutText(client);
        to.Put(",\"name\":"u8);
        to.PutText(name);
        to.Put((byte)'}');
    }

    /// <summary>That one client came or went; left open.</summary>
    public static void OpenPresenceChange(WireBuffer to, string filter, string client, string? name, bool hasJoined)
    {
        to.Put("{\"type\":\"presence\",\"filter\":"u8);
        to.PutText(filter);
        to.Put(hasJoined ? ",\"joined\":["u8 : ",\"joined\":[],\"left\":["u8);
        PutClient(to, client, name);
        to.Put(hasJoined ? "],\"left\":[]"u8 : "]"u8);
    }

    /// <summary>A message for one client; left open.</summary>
    public static void OpenSend(WireBuffer to, string? from, string? name, ReadOnlySpan<byte> value)
    {
        to.Put("{\"type\":\"send\",\"from\":"u8);
        PutCall(to, from, name, value);
    }

    /// <summary>A request to a client; left open.</summary>
    public static void OpenRequest(WireBuffer to, long request, string? from, string? name, ReadOnlySpan<byte> value)
    {
        to.Put("{\"type\":\"request\",\"id\":\"s"u8);
        to.Put(request);
        to.Put("\",\"from\":"u8);
        PutCall(to, from, name, value);
    }

    /// <summary>Puts the position behind an object that was left open.</summary>
    public static void Close(WireBuffer to, long position)
    {
        to.Put(",\"position\":"u8);
        to.Put(position);
        to.Put((byte)'}');
    }

    private static void PutCall(WireBuffer to, string? from, string? name, ReadOnlySpan<byte> value)
    {
        to.PutText(from);
        if (name is not null)
        {
            to.Put(",\"name\":"u8);
            to.PutText(name);
        }

        PutValue(to, value);
    }

    private static void PutValue(WireBuffer to, ReadOnlySpan<byte> value)
    {
        to.Put(",\"value\":"u8);
        to.Put(value.IsEmpty ? "null"u8 : value);
    }

    private static void PutId(WireBuffer to, long? id)
    {
        if (id is not { } number)
            return;
        to.Put(",\"id\":"u8);
        to.Put(number);
    }
}
