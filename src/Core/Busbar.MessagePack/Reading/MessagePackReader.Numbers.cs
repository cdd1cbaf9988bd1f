using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <content>
/// Numbers, whatever format carries them; specification, "int format family", "float format family". Allocates nothing; see
/// <c>EventBenchmarks</c>. The shortest format of each is read in place, all others through their header.
/// </content>
public ref partial struct MessagePackReader
{
    private const int Float64Size = 9;
    private const int DoubleDigits = 53; // binary digits of a binary64's integer
    private const int SingleDigits = 24;

    /// <summary>Reads an integer of any format.</summary>
    /// <param name="value">The integer; 0 when there is none.</param>
    /// <returns>False when the next value is no integer, or <see cref="MessagePackStatus.OutOfRange"/>.</returns>
    public bool TryReadSByte(out sbyte value) => TryReadInteger(out value);

    /// <inheritdoc cref="TryReadSByte"/>
    public bool TryReadByte(out byte value) => TryReadInteger(out value);

    /// <inheritdoc cref="TryReadSByte"/>
    public bool TryReadInt16(out short value) => TryReadInteger(out value);

    /// <inheritdoc cref="TryReadSByte"/>
    public bool TryReadUInt16(out ushort value) => TryReadInteger(out value);

    /// <inheritdoc cref="TryReadSByte"/>
    public bool TryReadInt32(out int value) => TryReadInteger(out value);

    /// <inheritdoc cref="TryReadSByte"/>
    public bool TryReadUInt32(out uint value) => TryReadInteger(out value);

    /// <inheritdoc cref="TryReadSByte"/>
    public bool TryReadInt64(out long value) => TryReadInteger(out value);

    /// <inheritdoc cref="TryReadSByte"/>
    public bool TryReadUInt64(out ulong value) => TryReadInteger(out value);

    /// <summary>
    /// Reads a float of either width, or an integer: several languages send 1.0 as the integer 1. An integer is read when a double
    /// holds it exactly, otherwise it is out of range.
    /// </summary>
    /// <param name="value">The number, also NaN and the infinities; 0 when there is none.</param>
    /// <returns>False when the next value is no number, or <see cref="MessagePackStatus.OutOfRange"/>.</returns>
    public bool TryReadDouble(out double value)
    {
        ReadOnlySpan<byte> here = _octets[_position..];
        if (here.Length >= Float64Size && here[0] == Formats.Float64)
        {
            value = BinaryPrimitives.ReadDoubleBigEndian(here[1..]);
            _position += Float64Size;
            return true;
        }

        return TryReadNumber(out value);
    }

    /// <summary>
    /// Reads a float of either width, or an integer that a float holds exactly. A binary64 is rounded to the nearest binary32, and is out
    /// of range when that would make a finite number infinite.
    /// </summary>
    /// <param name="value">The number, also NaN and the infinities; 0 when there is none.</param>
    /// <returns>False when the next value is no number, or <see cref="MessagePackStatus.OutOfRange"/>.</returns>
    public bool TryReadSingle(out float value)
    {
        value = 0;
        if (!TryReadNumberHeader(SingleDigits, out Header header))
            return false;

        if (header.Format == Formats.Float32)
        {
            value = BitConverter.UInt32BitsToSingle((uint)header.Number); // as it is: also the payload of a NaN
        }
        else
        {
            double wide = ToDouble(in header);
            if (float.IsInfinity((float)wide) && double.IsFinite(wide))
                return Fail(MessagePackStatus.OutOfRange, MessagePackType.Float, MessagePackType.Float);
            value = (float)wide;
        }

        Advance(header.Size);
        return true;
    }

    /// <summary>Whether the next value is a binary32.</summary>
    internal readonly bool IsFloat32 => PeekHeader(out Header header) == MessagePackStatus.Ok && header.Format == Formats.Float32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadInteger<T>(out T value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if ((uint)_position < (uint)_octets.Length)
        {
            var first = (sbyte)_octets[_position];
            if (first >= 0)
            {
                value = T.CreateTruncating(first);
                _position++;
                return true;
            }
        }

        return TryReadWideInteger(out value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadWideInteger<T>(out T value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        value = T.Zero;
        if (!TryReadHeader(MessagePackType.Integer, out Header header))
            return false;

        bool fits = header.IsNegative
            ? (long)header.Number >= long.CreateChecked(T.MinValue)
            : header.Number <= ulong.CreateChecked(T.MaxValue);
        if (!fits)
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.Integer, MessagePackType.Integer);

        value = T.CreateTruncating(header.Number);
        Advance(header.Size);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadNumber(out double value)
    {
        value = 0;
        if (!TryReadNumberHeader(DoubleDigits, out Header header))
            return false;

        value = ToDouble(in header);
        Advance(header.Size);
        return true;
    }

    /// <summary>Reads the header of a float, or of an integer of no more binary digits than that, without moving.</summary>
    private bool TryReadNumberHeader(int digits, out Header header)
    {
        MessagePackStatus status = PeekHeader(out header);
        if (status != MessagePackStatus.Ok || header.Type is not (MessagePackType.Float or MessagePackType.Integer))
            return FailHeader(status, header.Type == MessagePackType.Integer ? MessagePackType.Integer : MessagePackType.Float, in header);
        if (header.Type == MessagePackType.Integer && !IsExact(in header, digits))
            return Fail(MessagePackStatus.OutOfRange, MessagePackType.Float, MessagePackType.Integer);
        return true;
    }

    private static bool IsExact(in Header header, int digits)
    {
        ulong magnitude = header.IsNegative ? 0 - header.Number : header.Number;
        return magnitude == 0 || 64 - BitOperations.LeadingZeroCount(magnitude) - BitOperations.TrailingZeroCount(magnitude) <= digits;
    }

    private static double ToDouble(in Header header) => header.Format switch
    {
        Formats.Float64 => BitConverter.UInt64BitsToDouble(header.Number),
        Formats.Float32 => BitConverter.UInt32BitsToSingle((uint)header.Number),
        _ => header.IsNegative ? (long)header.Number : header.Number,
    };
}
