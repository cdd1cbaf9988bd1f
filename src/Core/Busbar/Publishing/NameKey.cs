using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Busbar;

/// <summary>
/// A name's length and up to sixteen of its octets, the first and the last ones: all there is of a name that has no more, so that two
/// numbers are compared in place of two names.
/// </summary>
internal readonly record struct NameKey
{
    private const int Whole = 2 * sizeof(ulong);

    private readonly ulong _first;
    private readonly ulong _last;
    private readonly int _length;

    private NameKey(ulong first, ulong last, int length) => (_first, _last, _length) = (first, last, length);

    /// <summary>Names of the same key are the same.</summary>
    public bool IsWhole => _length <= Whole;

    /// <summary>Names are few and known: a loop over each octet would take longer than to compare them.</summary>
    public uint Hash => (uint)(((_first ^ BitOperations.RotateLeft(_last, 29)) + (uint)_length) * 0x9E3779B97F4A7C15 >> 40);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NameKey Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        >= sizeof(ulong) => new(BinaryPrimitives.ReadUInt64LittleEndian(name), BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]), name.Length),
        >= sizeof(uint) => new(BinaryPrimitives.ReadUInt32LittleEndian(name), BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]), name.Length),
        > 0 => new(name[0], ((ulong)name[name.Length / 2] << 8) | name[^1], name.Length),
        _ => default,
    };
}
