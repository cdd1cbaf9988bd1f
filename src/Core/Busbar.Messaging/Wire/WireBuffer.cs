using System.Buffers;
using System.Buffers.Text;

namespace Busbar.Messaging;

/// <summary>Text in the making, in a pooled array that grows. One thread's.</summary>
internal sealed class WireBuffer : IBufferWriter<byte>
{
    private const int FirstLength = 4096;
    private const int KeptLength = 256 * 1024;

    private byte[] _octets = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, Length);

    /// <summary>Forgets what was written, and the memory of what was uncommonly long.</summary>
    public void Clear()
    {
        if (_octets.Length > KeptLength)
            Release();
        Length = 0;
    }

    /// <summary>What was written there, to be filled in.</summary>
    public Span<byte> At(int position, int length) => _octets.AsSpan(0, Length).Slice(position, length);

    public void Put(ReadOnlySpan<byte> utf8)
    {
        if (_octets.Length - Length < utf8.Length)
            Grow(utf8.Length);
        utf8.CopyTo(_octets.AsSpan(Length));
        Length += utf8.Length;
    }

    public void Put(byte octet)
    {
        if (_octets.Length == Length)
            Grow(1);
        _octets[Length++] = octet;
    }

    public void Put(long number)
    {
        Utf8Formatter.TryFormat(number, GetSpan(20), out int written);
        Length += written;
    }

    /// <summary>Nanoseconds since the epoch, as milliseconds.</summary>
    public void PutTime(long nanoseconds)
    {
        JsonNumber.TryFormatMilliseconds(nanoseconds, GetSpan(JsonNumber.MaxLength), out int written);
        Length += written;
    }

    /// <summary>A string with its quotes; <c>null</c> for none.</summary>
    public void PutText(string? text)
    {
        if (text is null)
        {
            Put("null"u8);
            return;
        }

        JsonText.TryFormat(text, GetSpan((text.Length * 6) + 2), out int written);
        Length += written;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_octets.Length - Length), nameof(count));
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_octets.Length - Length < Math.Max(sizeHint, 1))
            Grow(Math.Max(sizeHint, 1));
        return _octets.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_octets.Length - Length < Math.Max(sizeHint, 1))
            Grow(Math.Max(sizeHint, 1));
        return _octets.AsSpan(Length);
    }

    /// <summary>Gives its memory back; it may be used again.</summary>
    public void Release()
    {
        Length = 0;
        if (_octets.Length > 0)
            ArrayPool<byte>.Shared.Return(_octets);
        _octets = [];
    }

    private void Grow(int count)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstLength, Math.Max(_octets.Length * 2, checked(Length + count))));
        Written.CopyTo(larger);
        if (_octets.Length > 0)
            ArrayPool<byte>.Shared.Return(_octets);
        _octets = larger;
    }
}
