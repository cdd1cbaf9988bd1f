using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Busbar.Modbus;

/// <summary>Numbers in registers: <see cref="short"/>, <see cref="ushort"/> in one, <see cref="int"/>, <see cref="uint"/>, <see cref="float"/> in two, <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/> in four.</summary>
public static class RegisterValue
{
    private const ulong LowOctets = 0x00FF00FF00FF00FF;

    /// <summary>How many registers a <typeparamref name="T"/> takes.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public static int CountOf<T>()
        where T : unmanaged, IBinaryNumber<T> =>
        Unsafe.SizeOf<T>() is 2 or 4 or 8 ? Unsafe.SizeOf<T>() / 2 : throw NotSupported<T>();

    /// <summary>Reads a value from registers as they travel.</summary>
    /// <param name="octets">At least twice <see cref="CountOf{T}"/> octets.</param>
    /// <param name="order">How the device lays it out.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few octets.</exception>
    public static T Read<T>(ReadOnlySpan<byte> octets, RegisterOrder order = RegisterOrder.ABCD)
        where T : unmanaged, IBinaryNumber<T>
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2: return Unsafe.BitCast<ushort, T>(Arrange(BinaryPrimitives.ReadUInt16BigEndian(octets), order));
            case 4: return Unsafe.BitCast<uint, T>(Arrange(BinaryPrimitives.ReadUInt32BigEndian(octets), order));
            case 8: return Unsafe.BitCast<ulong, T>(Arrange(BinaryPrimitives.ReadUInt64BigEndian(octets), order));
            default: throw NotSupported<T>();
        }
    }

    /// <summary>Writes a value to registers as they travel.</summary>
    /// <param name="octets">At least twice <see cref="CountOf{T}"/> octets.</param>
    /// <param name="value">The value.</param>
    /// <param name="order">How the device lays it out.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few octets.</exception>
    public static void Write<T>(Span<byte> octets, T value, RegisterOrder order = RegisterOrder.ABCD)
        where T : unmanaged, IBinaryNumber<T>
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2: BinaryPrimitives.WriteUInt16BigEndian(octets, Arrange(Unsafe.BitCast<T, ushort>(value), order)); break;
            case 4: BinaryPrimitives.WriteUInt32BigEndian(octets, Arrange(Unsafe.BitCast<T, uint>(value), order)); break;
            case 8: BinaryPrimitives.WriteUInt64BigEndian(octets, Arrange(Unsafe.BitCast<T, ulong>(value), order)); break;
            default: throw NotSupported<T>();
        }
    }

    // Each arrangement is its own inverse, so that reading and writing share it.

    private static ushort Arrange(ushort value, RegisterOrder order) =>
        order is RegisterOrder.BADC or RegisterOrder.DCBA ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static uint Arrange(uint value, RegisterOrder order) => order switch
    {
        RegisterOrder.ABCD => value,
        RegisterOrder.CDAB => BitOperations.RotateLeft(value, 16),
        RegisterOrder.BADC => (uint)SwapWithinRegisters(value),
        _ => BinaryPrimitives.ReverseEndianness(value),
    };

    private static ulong Arrange(ulong value, RegisterOrder order) => order switch
    {
        RegisterOrder.ABCD => value,
        RegisterOrder.CDAB => SwapWithinRegisters(BinaryPrimitives.ReverseEndianness(value)),
        RegisterOrder.BADC => SwapWithinRegisters(value),
        _ => BinaryPrimitives.ReverseEndianness(value),
    };

    private static ulong SwapWithinRegisters(ulong value) => ((value & LowOctets) << 8) | ((value >> 8) & LowOctets);

    private static NotSupportedException NotSupported<T>() =>
        new($"{typeof(T).Name} has {Unsafe.SizeOf<T>() * 8} bits; a value in registers has 16, 32 or 64.");
}
