using System.Buffers.Binary;
using System.Text;

namespace Busbar.Sql;

/// <summary>Reads what <see cref="PackWriter"/> packed. What is stored may have been damaged: nothing is read beyond the pack, and a pack that cannot be is an exception.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> pack)
{
    private readonly ReadOnlySpan<byte> _pack = pack;
    private int _position;
    private long _time;
    private long _step;
    private long _series;
    private ulong _bits;

    public readonly bool AtEnd => _position >= _pack.Length;

    /// <exception cref="StoredDataDamagedException">The pack is damaged.</exception>
    public long ReadSeries() => _series = unchecked(_series + ReadSigned());

    /// <summary>The next sample, as one of <paramref name="series"/>.</summary>
    /// <exception cref="StoredDataDamagedException">The pack is damaged.</exception>
    public Sample Read(Series series)
    {
        byte control = Take(1)[0];
        var kind = (SampleKind)(control & PackWriter.KindMask);
        Quality quality = (control & PackWriter.HasQuality) != 0 ? (Quality)BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))) : Quality.Good;
        Cause cause = (control & PackWriter.HasCause) != 0 ? (Cause)Take(1)[0] : Cause.Unspecified;
        TimeFlags flags = (control & PackWriter.HasFlags) != 0 ? (TimeFlags)Take(1)[0] : TimeFlags.None;
        long offset = (control & PackWriter.HasReceiveOffset) != 0 ? ReadSigned() : 0;
        _step = unchecked(_step + ReadSigned());
        _time = unchecked(_time + _step);

        Sample sample;
        if (kind == SampleKind.String)
        {
            if (_time % 100 != 0) // a text's time comes from ticks
                throw Damaged();
            string text = Encoding.UTF8.GetString(Take(ReadLength()));
            sample = new Sample(series, text, UnixTime.FromNanoseconds(_time), quality).WithCause(cause);
        }
        else
        {
            if ((control & PackWriter.SameBits) == 0)
                ReadBits(kind);
            sample = Sample.Received(series, kind, _bits, _time, quality, cause);
        }

        sample = sample.WithTimeFlags(flags);
        return offset == 0 ? sample : sample.ReceivedAt(unchecked(_time + (offset * 1_000)));
    }

    private void ReadBits(SampleKind kind) => _bits = kind switch
    {
        SampleKind.Single => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))),
        SampleKind.Int64 or SampleKind.UInt64 or SampleKind.Boolean => unchecked(_bits + (ulong)ReadSigned()),
        SampleKind.Double or SampleKind.None => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))),
        _ => throw Damaged(),
    };

    private int ReadLength()
    {
        ulong length = ReadUnsigned();
        return length <= (ulong)(_pack.Length - _position) ? (int)length : throw Damaged();
    }

    private long ReadSigned()
    {
        ulong value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadUnsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte octet = Take(1)[0];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
                return value;
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_pack.Length - _position < length)
            throw Damaged();
        ReadOnlySpan<byte> taken = _pack.Slice(_position, length);
        _position += length;
        return taken;
    }

    private readonly StoredDataDamagedException Damaged() => new($"A stored pack of samples is damaged at octet {_position} of {_pack.Length}.");
}
