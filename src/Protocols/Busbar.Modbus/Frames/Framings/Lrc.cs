using System.Numerics;
using System.Runtime.InteropServices;

namespace Busbar.Modbus;

/// <summary>
/// The check of an ASCII frame: what makes the sum of all octets 0 in 8 bits, the check itself included; MODBUS over Serial Line V1.02 §6.2.1.
/// </summary>
internal static class Lrc
{
    /// <summary>The sum of the octets in 8 bits.</summary>
    [HotPath]
    public static byte Sum(ReadOnlySpan<byte> octets)
    {
        Vector<byte> sums = default;
        ReadOnlySpan<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(octets);
        foreach (Vector<byte> vector in vectors)
            sums += vector;

        byte sum = Vector.Sum(sums);
        foreach (byte octet in octets[(vectors.Length * Vector<byte>.Count)..])
            sum += octet;
        return sum;
    }
}
