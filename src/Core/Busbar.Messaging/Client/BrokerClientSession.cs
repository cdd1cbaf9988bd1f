using System.Text.Json;
using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>One connection of a client: lines of JSON, acknowledgements, and the watch over silence.</summary>
internal sealed class BrokerClientSession(BrokerClient client) : ISession
{
    private const int AcknowledgeMessages = 64;
    private const int AcknowledgeOctets = 32 * 1024;
    private const long WelcomeTime = 10 * TimeSpan.TicksPerSecond;

    private long _heartbeat = WelcomeTime / 2;
    private long _heardAt;
    private long _acknowledgedAt;
    private int _unacknowledged;
    private int _unacknowledgedOctets;
    private bool _isBroken;

    public long Deadline { get; private set; } = long.MaxValue;

    /// <summary>The server has said welcome.</summary>
    public bool IsOpen { get; private set; }

    public void OnOpened(long now, SessionOutput output)
    {
        Hear(now);
        Write(output, client.Hello());
    }

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        Hear(now);
        int consumed = 0;
        while (octets[consumed..].IndexOf((byte)'\n') is >= 0 and var length && !_isBroken)
        {
            ReadOnlySpan<byte> line = octets.Slice(consumed, length);
            if (!line.Trim(" \t\r"u8).IsEmpty)
                OnObject(line, consumed, now, output);
            consumed += length + 1;
        }

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
            Write(output, waiting);
    }

    public static void Write(SessionOutput output, ReadOnlySpan<byte> line)
    {
        line.CopyTo(output.GetSpan(line.Length));
        output.Advance(line.Length);
        output.EndFrame();
    }

    private void OnObject(ReadOnlySpan<byte> line, int offset, long now, SessionOutput output)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.GetProperty("type"u8).ValueEquals("welcome"u8))
            {
                IsOpen = true;
                _heartbeat = (long)(root.GetProperty("heartbeat"u8).GetDouble() * TimeSpan.TicksPerMillisecond);
                _acknowledgedAt = now;
                Hear(now);
            }

            IReadOnlyList<byte[]> answers = client.OnObject(this, root, out int positions);
            foreach (byte[] answer in answers)
                Write(output, answer);
            _unacknowledged += positions;
            _unacknowledgedOctets += line.Length;
            Drain(output);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            _isBroken = true;
            output.Close(CloseReason.Violation(offset, $"no object of busbar.v1: {exception.Message}"));
        }
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
        if (!isDue || !IsOpen)
            return;
        _unacknowledged = _unacknowledgedOctets = 0;
        _acknowledgedAt = now;
        Write(output, ClientObjects.Acknowledge(client.Position));
    }
}
