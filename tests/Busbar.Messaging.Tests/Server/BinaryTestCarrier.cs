using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Busbar.Links;

namespace Busbar.Messaging.Tests;

/// <summary>The binary form as a test speaks it, read by hand: what comes is told in the words of the JSON form.</summary>
internal sealed class BinaryTestCarrier : ITestCarrier
{
    private const int HeadLength = 5;

    private readonly Channel<string> _objects = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<(ClientCloseCode Code, string Reason)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<byte[]> _said = Channel.CreateUnbounded<byte[]>();
    private readonly Lock _lock = new();
    private readonly Connection _connection;
    private TaskCompletionSource? _full;
    private int _written;

    public BinaryTestCarrier(Connection connection, bool saysPreamble = true)
    {
        _connection = connection;
        if (saysPreamble)
            Write("busbar.v1\n"u8);
        _ = ReadAsync();
        _ = WriteAsync();
    }

    public ChannelReader<string> Objects => _objects.Reader;

    public Task<(ClientCloseCode Code, string Reason)> Closed => _closed.Task;

    /// <summary>Frames of messages that came, by how many messages each had.</summary>
    public List<int> MessageFrames { get; } = [];

    /// <summary>What was said that has left this side.</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>The longest frame that came.</summary>
    public int LongestFrame { get; private set; }

    public void Say(ReadOnlySpan<byte> text) => Write('J', text);

    /// <summary>Says a frame.</summary>
    public void Write(char kind, ReadOnlySpan<byte> body)
    {
        byte[] frame = new byte[HeadLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length + 1);
        frame[4] = (byte)kind;
        body.CopyTo(frame.AsSpan(HeadLength));
        Write(frame);
    }

    /// <summary>Says octets as they are.</summary>
    public void Write(ReadOnlySpan<byte> octets) => _said.Writer.TryWrite(octets.ToArray());

    public async Task SettleAsync()
    {
        Say("""{"type":"presence","id":4711,"filter":"settled"}"""u8);
        Assert.Contains("4711", await Objects.ReadAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Ends when so many frames have been taken from this side.</summary>
    public async Task WrittenAsync(int count)
    {
        while (Written < count)
            await Task.Yield();
    }

    public void Fill()
    {
        lock (_lock)
            _full ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Empty()
    {
        TaskCompletionSource? full;
        lock (_lock)
            (full, _full) = (_full, null);
        full?.SetResult();
    }

    public void Break()
    {
        _connection.Abort(CloseReason.Local("the network broke"));
        Empty();
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (byte[] octets in _said.Reader.ReadAllAsync())
            {
                await _connection.Output.WriteAsync(octets);
                Interlocked.Increment(ref _written);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                Task? full;
                lock (_lock)
                    full = _full?.Task;
                if (full is not null)
                    await full;
                ReadResult read = await _connection.Input.ReadAsync();
                byte[] octets = read.Buffer.ToArray();
                int consumed = 0;
                while (octets.Length - consumed >= HeadLength && octets.Length - consumed >= 4 + BinaryPrimitives.ReadInt32LittleEndian(octets.AsSpan(consumed)))
                {
                    int length = 4 + BinaryPrimitives.ReadInt32LittleEndian(octets.AsSpan(consumed));
                    LongestFrame = Math.Max(LongestFrame, length);
                    OnFrame((char)octets[consumed + 4], octets.AsSpan(consumed, length)[HeadLength..]);
                    consumed += length;
                }

                if (read.IsCompleted || read.IsCanceled)
                    break;
                _connection.Input.AdvanceTo(read.Buffer.GetPosition(consumed), read.Buffer.End);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // A reset ends it as well.
        }

        _said.Writer.TryComplete();
        _objects.Writer.TryComplete();
        _closed.TrySetException(new IOException("The connection ended without a close."));
        _ = _closed.Task.Exception;
        await _connection.DisposeAsync();
    }

    private void OnFrame(char kind, ReadOnlySpan<byte> body)
    {
        if (kind == 'M')
        {
            _objects.Writer.TryWrite(MessagesOf(body));
            return;
        }

        Assert.Equal('J', kind);
        string text = Encoding.UTF8.GetString(body);
        JsonElement read = JsonDocument.Parse(text).RootElement;
        if (read.GetProperty("type").GetString() == "close")
            _closed.TrySetResult(((ClientCloseCode)read.GetProperty("code").GetInt32(), read.GetProperty("reason").GetString()!));
        else
            _objects.Writer.TryWrite(text);
    }

    private string MessagesOf(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"messages\",\"position\":{BinaryPrimitives.ReadUInt64LittleEndian(body)}");
        body = body[8..];
        if (Integer(ref body) is > 0 and var skipped)
            text.Append(CultureInfo.InvariantCulture, $",\"skipped\":{skipped}");
        if (Integer(ref body) is > 0 and var dropped)
            text.Append(CultureInfo.InvariantCulture, $",\"dropped\":{dropped}");
        text.Append(",\"messages\":[");
        int count = 0;
        for (; !body.IsEmpty; count++)
            text.Append(count == 0 ? "" : ",").Append(MessageOf(ref body));
        MessageFrames.Add(count);
        return text.Append("]}").ToString();
    }

    private static string MessageOf(ref ReadOnlySpan<byte> body)
    {
        ulong topic = Integer(ref body);
        ulong sequence = Integer(ref body);
        decimal time = BinaryPrimitives.ReadInt64LittleEndian(body) / 1_000_000m;
        byte flags = body[8];
        body = body[9..];
        string? sender = (flags & 4) != 0 ? Encoding.UTF8.GetString(Octets(ref body)) : null;
        ReadOnlySpan<byte> payload = Octets(ref body);
        string value = (flags & 3) switch
        {
            0 => Encoding.UTF8.GetString(payload),
            1 => JsonSerializer.Serialize(Encoding.UTF8.GetString(payload)),
            _ => $"\"{Convert.ToBase64String(payload)}\"",
        };
        string form = (flags & 3) switch { 0 => "", 1 => ",\"text\"", _ => ",\"base64\"" };
        string from = sender is not null ? $",\"{sender}\"" : form.Length > 0 ? ",null" : "";
        return string.Create(CultureInfo.InvariantCulture, $"[{topic},{sequence},{time:0.######},{value}{from}{form}]");
    }

    private static ReadOnlySpan<byte> Octets(ref ReadOnlySpan<byte> body)
    {
        var length = (int)Integer(ref body);
        ReadOnlySpan<byte> octets = body[..length];
        body = body[length..];
        return octets;
    }

    private static ulong Integer(ref ReadOnlySpan<byte> body)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte octet = body[0];
            body = body[1..];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
                return value;
        }
    }
}
