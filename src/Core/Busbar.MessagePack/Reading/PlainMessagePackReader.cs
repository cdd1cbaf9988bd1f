using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <summary>
/// For generated code: reads the numbers and truth values of a list as nearly all writers write them. In half the time of
/// <see cref="MessagePackReader"/>, since nothing has to be kept but the place, which so stays in a register. It refuses without saying why whatever
/// is written in another way or does not fit; then a <see cref="MessagePackReader"/> reads the list anew. What it does take, that
/// one would take with the same result.
/// </summary>
/// <param name="octets">Borrowed while the reader is used.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct PlainMessagePackReader(ReadOnlySpan<byte> octets)
{
    private readonly ReadOnlySpan<byte> _octets = octets;
    private int _position;

    /// <summary>Reads the header of a list of so many values, up to 15.</summary>
    /// <returns>False when something else stands there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadArrayHeader(int count) => TryPass((byte)(Formats.FixArray | count)) && count <= Formats.MaxFixCount;

    /// <summary>Reads a truth value.</summary>
    /// <param name="value">What it is; the type's zero when there is none.</param>
    /// <returns>False when something else stands there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out bool value)
    {
        value = TryPass(Formats.True);
        return value || TryPass(Formats.False);
    }

    /// <summary>Reads an integer that fits.</summary>
    /// <inheritdoc cref="TryRead(out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out sbyte value)
    {
        bool isThere = TryReadInteger(sbyte.MinValue, sbyte.MaxValue, out long number);
        value = (sbyte)number;
        return isThere;
    }

    /// <inheritdoc cref="TryRead(out sbyte)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out byte value)
    {
        bool isThere = TryReadInteger(byte.MinValue, byte.MaxValue, out long number);
        value = (byte)number;
        return isThere;
    }

    /// <inheritdoc cref="TryRead(out sbyte)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out short value)
    {
        bool isThere = TryReadInteger(short.MinValue, short.MaxValue, out long number);
        value = (short)number;
        return isThere;
    }

    /// <inheritdoc cref="TryRead(out sbyte)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out ushort value)
    {
        bool isThere = TryReadInteger(ushort.MinValue, ushort.MaxValue, out long number);
        value = (ushort)number;
        return isThere;
    }

    /// <inheritdoc cref="TryRead(out sbyte)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out int value)
    {
        bool isThere = TryReadInteger(int.MinValue, int.MaxValue, out long number);
        value = (int)number;
        return isThere;
    }

    /// <inheritdoc cref="TryRead(out sbyte)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out uint value)
    {
        bool isThere = TryReadInteger(uint.MinValue, uint.MaxValue, out long number);
        value = (uint)number;
        return isThere;
    }

    /// <inheritdoc cref="TryRead(out sbyte)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out long value) => TryReadInteger(long.MinValue, long.MaxValue, out value);

    /// <summary>Reads an integer without a sign, below 2^63.</summary>
    /// <inheritdoc cref="TryRead(out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out ulong value)
    {
        bool isThere = TryReadInteger(0, long.MaxValue, out long number);
        value = (ulong)number;
        return isThere;
    }

    /// <summary>Reads a float of that width.</summary>
    /// <inheritdoc cref="TryRead(out bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out float value)
    {
        ReadOnlySpan<byte> here = _octets[_position..];
        if (here.Length > sizeof(float) && here[0] == Formats.Float32)
        {
            value = BinaryPrimitives.ReadSingleBigEndian(here[1..]);
            _position += 1 + sizeof(float);
            return true;
        }

        value = 0;
        return false;
    }

    /// <inheritdoc cref="TryRead(out float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out double value)
    {
        ReadOnlySpan<byte> here = _octets[_position..];
        if (here.Length > sizeof(double) && here[0] == Formats.Float64)
        {
            value = BinaryPrimitives.ReadDoubleBigEndian(here[1..]);
            _position += 1 + sizeof(double);
            return true;
        }

        value = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPass(byte code)
    {
        if ((uint)_position >= (uint)_octets.Length || _octets[_position] != code)
            return false;
        _position++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadInteger(long least, long most, out long value)
    {
        value = 0;
        if ((uint)_position >= (uint)_octets.Length)
            return false;
        long number = (sbyte)_octets[_position];
        if (number >= Formats.MinFixInt)
        {
            _position++;
        }
        else
        {
            int size = SizeOf((byte)number);
            if (size == 0 || size >= _octets.Length - _position)
                return false;
            bool isUnsigned = (byte)number < Formats.Int8;
            number = ReadWide(_octets[_position..], size);
            if (isUnsigned && number < 0)
                return false;
            _position += 1 + size;
        }

        if (number < least || number > most)
            return false;
        value = number;
        return true;
    }

    /// <summary>Octets of an integer of that format; 0 for what is none.</summary>
    private static int SizeOf(byte code) => code is >= Formats.UInt8 and <= Formats.Int64 ? 1 << (code & 3) : 0; // 0xcc to 0xcf, 0xd0 to 0xd3

    /// <param name="here">Format and integer.</param>
    /// <param name="size">Octets of the integer.</param>
    /// <returns>Below zero also for an integer without a sign that is above what a <c>long</c> holds.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // by value, so that the place stays in a register
    private static long ReadWide(ReadOnlySpan<byte> here, int size)
    {
        long number = 0;
        foreach (byte octet in here.Slice(1, size))
            number = (number << 8) | octet;
        int unused = 64 - (8 * size);
        return here[0] < Formats.Int8 ? number : number << unused >> unused;
    }
}
