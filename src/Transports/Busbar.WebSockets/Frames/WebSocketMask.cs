using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Busbar.WebSockets;

/// <summary>
/// Masking, which undoes itself: octet i exclusive-or octet i modulo 4 of the key; RFC 6455 §5.3. Copies and masks in one pass, by
/// vectors; see <c>WebSocketMaskBenchmarks</c>.
/// </summary>
public static class WebSocketMask
{
    /// <summary>Copies octets, masked or unmasked.</summary>
    /// <param name="source">What to mask.</param>
    /// <param name="destination">At least as long; may be the source itself, but not overlap it otherwise.</param>
    /// <param name="key">The key as its four octets lie in memory.</param>
    /// <exception cref="ArgumentException">The destination is shorter than the source.</exception>
    [HotPath]
    public static void Apply(ReadOnlySpan<byte> source, Span<byte> destination, uint key)
    {
        if (destination.Length < source.Length)
            ThrowTooShort();

        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> keys = Vector256.Create(key).AsByte();
            for (; i + 32 <= length; i += 32)
                (Vector256.LoadUnsafe(ref from, i) ^ keys).StoreUnsafe(ref to, i);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<byte> keys = Vector128.Create(key).AsByte();
            for (; i + 16 <= length; i += 16)
                (Vector128.LoadUnsafe(ref from, i) ^ keys).StoreUnsafe(ref to, i);
        }

        for (; i + 4 <= length; i += 4)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, i)) ^ key);

        ReadOnlySpan<byte> octets = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in key));
        for (int octet = 0; i < length; i++)
            Unsafe.Add(ref to, i) = (byte)(Unsafe.Add(ref from, i) ^ octets[octet++]);
    }

    /// <summary>The key for what follows after so many octets of a payload.</summary>
    /// <param name="key">The key for its first octet, as its four octets lie in memory.</param>
    /// <param name="octets">Octets that were masked before; at least 0.</param>
    public static uint Advance(uint key, int octets)
    {
        int bits = (octets & 3) * 8;
        return BitConverter.IsLittleEndian ? BitOperations.RotateRight(key, bits) : BitOperations.RotateLeft(key, bits);
    }

    private static void ThrowTooShort() => throw new ArgumentException("The destination must be as long as the source.", "destination");
}
