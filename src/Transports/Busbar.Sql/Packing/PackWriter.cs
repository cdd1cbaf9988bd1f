using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Busbar.Sql;

/// <summary>
/// Packs samples one behind the other, each relative to the one before; <see cref="PackReader"/> is the inverse. Per sample: the
/// number of its series (only in a journal, as a difference), a control octet, what the control octet announces (quality, cause, time
/// flags, receive offset), the time as the difference of differences, and the value unless its bits are those of the sample before.
/// Integers are of variable length, seven bits an octet, signed ones in zigzag.
/// </summary>
internal sealed class PackWriter : IDisposable
{
    public const byte KindMask = 0x07;
    public const byte HasQuality = 0x08;
    public const byte HasCause = 0x10;
    public const byte HasFlags = 0x20;
    public const byte HasReceiveOffset = 0x40;
    public const byte SameBits = 0x80;

    private const int MaxFixedSize = 48; // all of a sample but its text
    private const int NanosecondsPerMicrosecond = 1_000;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;
    private long _time;
    private long _step;
    private long _series;
    private ulong _bits;

    /// <summary>What was packed since <see cref="Begin"/>; valid until it is called again.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    /// <summary>Begins a pack of its own.</summary>
    public void Begin()
    {
        _length = 0;
        _time = 0;
        _step = 0;
        _series = 0;
        _bits = 0;
    }

    public void AddSeries(long series)
    {
        Ensure(10);
        WriteSigned(unchecked(series - _series));
        _series = series;
    }

    public void Add(in Sample sample)
    {
        string? text = sample.Text;
        Ensure(MaxFixedSize + (text is null ? 0 : Encoding.UTF8.GetMaxByteCount(text.Length)));
        long offset = (sample.ReceiveTimeNanoseconds - sample.SourceTimeNanoseconds) / NanosecondsPerMicrosecond;
        bool same = sample.Bits == _bits && text is null;
        _array[_length++] = (byte)((byte)sample.Kind
            | (sample.Quality != 0 ? HasQuality : 0) | (sample.Cause != 0 ? HasCause : 0) | (sample.TimeFlags != 0 ? HasFlags : 0)
            | (offset != 0 ? HasReceiveOffset : 0) | (same ? SameBits : 0));
        if (sample.Quality != 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_array.AsSpan(_length), (ushort)sample.Quality);
            _length += sizeof(ushort);
        }

        if (sample.Cause != 0)
            _array[_length++] = (byte)sample.Cause;
        if (sample.TimeFlags != 0)
            _array[_length++] = (byte)sample.TimeFlags;
        if (offset != 0)
            WriteSigned(offset);
        AddTime(sample.SourceTimeNanoseconds);
        if (text is not null)
            AddText(text);
        else if (!same)
            AddBits(sample.Kind, sample.Bits);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _length = 0;
    }

    private void AddTime(long time)
    {
        long step = unchecked(time - _time);
        WriteSigned(unchecked(step - _step));
        _step = step;
        _time = time;
    }

    private void AddBits(SampleKind kind, ulong bits)
    {
        switch (kind)
        {
            case SampleKind.Single:
                BinaryPrimitives.WriteUInt32LittleEndian(_array.AsSpan(_length), (uint)bits);
                _length += sizeof(uint);
                bits = (uint)bits;
                break;
            case SampleKind.Int64 or SampleKind.UInt64 or SampleKind.Boolean:
                WriteSigned((long)unchecked(bits - _bits));
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(_array.AsSpan(_length), bits);
                _length += sizeof(ulong);
                break;
        }

        _bits = bits;
    }

    private void AddText(string text)
    {
        WriteUnsigned((ulong)Encoding.UTF8.GetByteCount(text));
        _length += Encoding.UTF8.GetBytes(text, _array.AsSpan(_length));
    }

    private void WriteSigned(long value) => WriteUnsigned((ulong)((value << 1) ^ (value >> 63)));

    private void WriteUnsigned(ulong value)
    {
        while (value >= 0x80)
        {
            _array[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _array[_length++] = (byte)value;
    }

    private void Ensure(int room)
    {
        if (_array.Length - _length >= room)
            return;

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_length + room, _length * 2)));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
