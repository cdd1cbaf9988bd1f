using System.Buffers;
using System.Text.Json;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

/// <summary>One frame to a page, made in a pooled buffer. Room is kept in front for the head of a samples frame, which is known last.</summary>
internal sealed class EchoFrame : IBufferWriter<byte>, IDisposable
{
    private const int HeadRoom = 160;
    private const int FirstLength = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int _start = HeadRoom;
    private int _end = HeadRoom;

    /// <summary>The frame; valid until the next is begun.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(_start, _end - _start);

    public int Length => _end - _start;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    public void WriteHello(string epoch, long now, TimeSpan period, TimeSpan heartbeat)
    {
        Begin();
        using var writer = new Utf8JsonWriter(this);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "hello"u8);
        writer.WriteString("epoch"u8, epoch);
        writer.WriteTime("now"u8, now);
        writer.WriteNumber("period"u8, period.TotalMilliseconds);
        writer.WriteNumber("heartbeat"u8, heartbeat.TotalMilliseconds);
        writer.WriteEndObject();
    }

    public void WriteHeartbeat(long now)
    {
        Begin();
        using var writer = new Utf8JsonWriter(this);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "heartbeat"u8);
        writer.WriteTime("now"u8, now);
        writer.WriteEndObject();
    }

    public void WriteSeries(ReadOnlySpan<Series> series)
    {
        Begin();
        using var writer = new Utf8JsonWriter(this);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "series"u8);
        writer.WriteStartArray("series"u8);
        foreach (Series one in series)
            writer.WriteSeries(one);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Begins a frame of samples; <see cref="AddSample"/> and <see cref="EndSamples"/> follow.</summary>
    public void Begin()
    {
        if (_buffer.Length > FirstLength * 16)
        {
            // A page that got a large snapshot does not keep its memory.
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
        }

        _start = HeadRoom;
        _end = HeadRoom;
    }

    /// <summary>Copies one sample as all pages share it.</summary>
    public void AddSample(ReadOnlySpan<byte> sample)
    {
        Span<byte> free = GetSpan(sample.Length + 1);
        if (_end != HeadRoom)
        {
            free[0] = (byte)',';
            free = free[1..];
            _end++;
        }

        sample.CopyTo(free);
        _end += sample.Length;
    }

    /// <summary>Puts the head before the samples and the end behind them.</summary>
    public void EndSamples(long sequence, long now, long skipped)
    {
        "]}"u8.CopyTo(GetSpan(2));
        _end += 2;

        Span<byte> head = stackalloc byte[HeadRoom];
        int length = 0;
        Append(head, ref length, "{\"type\":\"samples\",\"sequence\":"u8);
        AppendNumber(head, ref length, sequence);
        Append(head, ref length, ",\"now\":"u8);
        SampleJson.TryFormatTime(now, head[length..], out int written);
        length += written;
        Append(head, ref length, ",\"skipped\":"u8);
        AppendNumber(head, ref length, skipped);
        Append(head, ref length, ",\"samples\":["u8);
        _start = HeadRoom - length;
        head[..length].CopyTo(_buffer.AsSpan(_start));
    }

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _buffer.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _buffer.AsSpan(_end);
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _end >= count)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _end + count));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static void Append(Span<byte> head, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(head[length..]);
        length += text.Length;
    }

    private static void AppendNumber(Span<byte> head, ref int length, long number)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(number, head[length..], out int written);
        length += written;
    }
}
