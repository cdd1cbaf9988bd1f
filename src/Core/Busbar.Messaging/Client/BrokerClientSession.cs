using System.Text.Json;
using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>One connection of a client, in either form of the wire: objects, acknowledgements, and the watch over silence.</summary>
internal abstract class BrokerClientSession(BrokerClient client) : ISession
{
    private const int AcknowledgeMessages = 64;
    private const int AcknowledgeOctets = 32 * 1024;
    private const long WelcomeTime = 10 * TimeSpan.TicksPerSecond;

    private long _heartbeat = WelcomeTime / 2;
    private long _heardAt;
    private long _acknowledgedAt;
    private int _unacknowledged;
    private int _unacknowledgedOctets;

    public long Deadline { get; private set; } = long.MaxValue;

    /// <summary>The server has said welcome.</summary>
    public bool IsOpen { get; private set; }

    protected BrokerClient Client => client;

    /// <summary>The longest message in octets that the server takes.</summary>
    protected long MaxMessage { get; private set; } = long.MaxValue;

    /// <summary>Nothing counts any more of what comes.</summary>
    protected bool IsBroken { get; private set; }

    public virtual void OnOpened(long now, SessionOutput output)
    {
        Hear(now);
        Say(output, client.Hello());
    }

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        Hear(now);
        int consumed = Receive(octets, now, output);
        Acknowledge(now, output);
        return consumed;
    }

    public void OnDeadline(long now, SessionOutput output) =>
        output.Close(CloseReason.TimedOut(IsOpen ? "the server was silent" : "the server did not say welcome"));

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
        IsOpen = false;
        client.OnLost(this, reason);
    }

    /// <summary>Says what waits.</summary>
    public void Drain(SessionOutput output)
    {
        while (IsOpen && client.TakeWaiting(output.PendingOctets) is { } waiting)
        {
            if (waiting.Publish is { } publish)
                SayPublish(output, publish.Topic, publish.Value.Span, publish.Options, waiting.Id);
            else
                Say(output, waiting.Text);
        }
    }

    /// <summary>Says one object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="line">With a line feed at its end.</param>
    public abstract void Say(SessionOutput output, ReadOnlySpan<byte> line);

    /// <summary>Publishes, in the connection's form.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="value">Empty for null, unless it is raw.</param>
    /// <param name="options">How.</param>
    /// <param name="id">The number it asks with; 0 for none.</param>
    public abstract void SayPublish(SessionOutput output, string topic, ReadOnlySpan<byte> value, in ClientPublishOptions options, long id);

    protected abstract int Receive(ReadOnlySpan<byte> octets, long now, SessionOutput output);

    protected abstract void SayAcknowledgement(SessionOutput output, long position);

    protected void Count(int positions, int octets)
    {
        _unacknowledged += positions;
        _unacknowledgedOctets += octets;
    }

    protected void Break(SessionOutput output, int offset, string rule)
    {
        IsBroken = true;
        output.Close(CloseReason.Violation(offset, rule));
    }

    /// <summary>Takes one object of the server's.</summary>
    protected void OnObject(ReadOnlySpan<byte> text, int offset, long now, SessionOutput output)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            JsonElement type = root.GetProperty("type"u8);
            if (type.ValueEquals("welcome"u8))
                OnWelcome(root, now);
            else if (type.ValueEquals("close"u8))
                OnClose(root, output);

            IReadOnlyList<byte[]> answers = client.OnObject(this, root, out int positions);
            foreach (byte[] answer in answers)
                Say(output, answer);
            Count(positions, text.Length);
            Drain(output);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Break(output, offset, $"no object of busbar.v1: {exception.Message}");
        }
    }

    private void OnWelcome(JsonElement root, long now)
    {
        IsOpen = true;
        _heartbeat = (long)(root.GetProperty("heartbeat"u8).GetDouble() * TimeSpan.TicksPerMillisecond);
        _acknowledgedAt = now;
        if (root.TryGetProperty("maxMessage"u8, out JsonElement most))
            MaxMessage = most.GetInt64();
        Hear(now);
    }

    /// <summary>Where the carrier has no close of its own, the server says why it closes.</summary>
    private void OnClose(JsonElement root, SessionOutput output)
    {
        IsBroken = true;
        int code = root.GetProperty("code"u8).GetInt32();
        string reason = root.GetProperty("reason"u8).GetString() ?? "";
        output.Close(code == (int)ClientCloseCode.Normal ? CloseReason.Remote : CloseReason.Fault(new IOException(FormattableString.Invariant($"closed with {code}: {reason}"))));
    }

    private void Hear(long now)
    {
        _heardAt = now;
        Deadline = _heardAt + (2 * _heartbeat);
    }

    // Always upon something that was heard: the server's heartbeats give the rhythm.
    private void Acknowledge(long now, SessionOutput output)
    {
        bool isDue = _unacknowledged >= AcknowledgeMessages || _unacknowledgedOctets >= AcknowledgeOctets || now - _acknowledgedAt >= _heartbeat / 2;
        if (!isDue || !IsOpen || IsBroken)
            return;
        _unacknowledged = _unacknowledgedOctets = 0;
        _acknowledgedAt = now;
        SayAcknowledgement(output, client.Position);
    }
}
