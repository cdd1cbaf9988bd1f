using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <content>Numbers and the counts of headers; specification, "int format family", "float format family".</content>
public ref partial struct MessagePackWriter
{
    private const int MaxNumberSize = 9;

    /// <summary>Writes an integer in its smallest format; 0 and above in the unsigned ones.</summary>
    public void WriteInteger(long value)
    {
        if (value >= 0)
            WriteInteger((ulong)value);
        else if (value >= Formats.MinFixInt)
            WriteOctet((byte)value);
        else
            WriteNegative(value);
    }

    /// <inheritdoc cref="WriteInteger(long)"/>
    public void WriteInteger(ulong value)
    {
        if (value <= Formats.MaxFixInt)
            WriteOctet((byte)value);
        else
            WritePositive(value);
    }

    /// <summary>Writes a binary32; NaN and the infinities as they are.</summary>
    public void WriteSingle(float value)
    {
        Span<byte> octets = Reserve(5);
        BinaryPrimitives.WriteSingleBigEndian(octets[1..], value);
        octets[0] = Formats.Float32;
        _position += 5;
    }

    /// <summary>Writes a binary64, also when a binary32 would hold it: what was a double stays one. NaN and the infinities as they are.</summary>
    public void WriteDouble(double value)
    {
        Span<byte> octets = Reserve(MaxNumberSize);
        BinaryPrimitives.WriteDoubleBigEndian(octets[1..], value);
        octets[0] = Formats.Float64;
        _position += MaxNumberSize;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteNegative(long value)
    {
        Span<byte> octets = Reserve(MaxNumberSize);
        _position += value switch
        {
            >= sbyte.MinValue => Put8(octets, Formats.Int8, (byte)value),
            >= short.MinValue => Put16(octets, Formats.Int16, (ushort)value),
            >= int.MinValue => Put32(octets, Formats.Int32, (uint)value),
            _ => Put64(octets, Formats.Int64, (ulong)value),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WritePositive(ulong value)
    {
        Span<byte> octets = Reserve(MaxNumberSize);
        _position += value switch
        {
            <= byte.MaxValue => Put8(octets, Formats.UInt8, (byte)value),
            <= ushort.MaxValue => Put16(octets, Formats.UInt16, (ushort)value),
            <= uint.MaxValue => Put32(octets, Formats.UInt32, (uint)value),
            _ => Put64(octets, Formats.UInt64, value),
        };
    }

    /// <summary>Writes the count of an array or map: in the fix format, or with the octet for 16 bits or the one behind it for 32.</summary>
    private void WriteCount(int count, byte fix, byte format16)
    {
        if ((uint)count <= Formats.MaxFixCount)
            WriteOctet((byte)(fix | count));
        else
            WriteLongCount(count, format16);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLongCount(int count, byte format16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Span<byte> octets = Reserve(5);
        _position += count <= ushort.MaxValue ? Put16(octets, format16, (ushort)count) : Put32(octets, (byte)(format16 + 1), (uint)count);
    }

    /// <summary>Puts a length with the octet for 8 bits or the ones behind it for 16 and 32.</summary>
    /// <returns>Octets of the header.</returns>
    private static int PutLength(Span<byte> octets, byte format8, int length) => length switch
    {
        <= byte.MaxValue => Put8(octets, format8, (byte)length),
        <= ushort.MaxValue => Put16(octets, (byte)(format8 + 1), (ushort)length),
        _ => Put32(octets, (byte)(format8 + 2), (uint)length),
    };

    private static int Put8(Span<byte> octets, byte format, byte value)
    {
        octets[1] = value;
        octets[0] = format;
        return 2;
    }

    private static int Put16(Span<byte> octets, byte format, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(octets[1..], value);
        octets[0] = format;
        return 3;
    }

    private static int Put32(Span<byte> octets, byte format, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(octets[1..], value);
        octets[0] = format;
        return 5;
    }

    private static int Put64(Span<byte> octets, byte format, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(octets[1..], value);
        octets[0] = format;
        return MaxNumberSize;
    }
}
