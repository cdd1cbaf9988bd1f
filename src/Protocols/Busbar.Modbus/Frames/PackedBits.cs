namespace Busbar.Modbus;

/// <summary>Bits, eight an octet, the lowest address in the lowest bit: as coils and discrete inputs travel and are kept.</summary>
internal static class PackedBits
{
    public static int OctetsOf(int bits) => (bits + 7) / 8;

    public static bool Get(ReadOnlySpan<byte> octets, int index) => (octets[index >> 3] & (1 << (index & 7))) != 0;

    public static void Set(Span<byte> octets, int index, bool value)
    {
        if (value)
            octets[index >> 3] |= (byte)(1 << (index & 7));
        else
            octets[index >> 3] &= (byte)~(1 << (index & 7));
    }

    public static void Unpack(ReadOnlySpan<byte> octets, Span<bool> bits)
    {
        for (int i = 0; i < bits.Length; i++)
            bits[i] = Get(octets, i);
    }

    /// <summary>Packs all of <paramref name="bits"/>; the unused high bits of the last octet become 0.</summary>
    public static void Pack(ReadOnlySpan<bool> bits, Span<byte> octets)
    {
        octets[..OctetsOf(bits.Length)].Clear();
        for (int i = 0; i < bits.Length; i++)
        {
            if (bits[i])
                octets[i >> 3] |= (byte)(1 << (i & 7));
        }
    }

    /// <summary>Copies bits that begin anywhere to the start of <paramref name="destination"/>; its unused high bits become 0.</summary>
    public static void CopyFrom(ReadOnlySpan<byte> source, int start, int count, Span<byte> destination)
    {
        int shift = start & 7;
        ReadOnlySpan<byte> octets = source[(start >> 3)..];
        int length = OctetsOf(count);
        if (shift == 0)
        {
            octets[..length].CopyTo(destination);
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                int high = i + 1 < octets.Length ? octets[i + 1] << (8 - shift) : 0;
                destination[i] = (byte)((octets[i] >> shift) | high);
            }
        }

        if ((count & 7) != 0)
            destination[length - 1] &= (byte)((1 << (count & 7)) - 1);
    }

    /// <summary>Copies the first <paramref name="count"/> bits of <paramref name="source"/> to where they are to begin.</summary>
    public static void CopyTo(ReadOnlySpan<byte> source, Span<byte> destination, int start, int count)
    {
        for (int i = 0; i < count; i++)
            Set(destination, start + i, Get(source, i));
    }
}
