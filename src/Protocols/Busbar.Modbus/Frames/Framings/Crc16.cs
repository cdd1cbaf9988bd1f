using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Busbar.Modbus;

/// <summary>
/// The check of an RTU frame: reflected polynomial A001, initial value FFFF, no final exclusive or; MODBUS over Serial Line V1.02 §6.2.2.
/// Over a frame and the check behind it, low octet first, it is 0.
/// </summary>
internal static class Crc16
{
    public const ushort Initial = 0xFFFF;

    private const ushort Polynomial = 0xA001;
    private const int Slices = 8;
    private const int SliceLength = 256;

    // Slice k holds what an octet becomes that has k zero octets behind it: eight octets are looked up side by side.
    private static readonly ushort[] Table = BuildTable();

    [HotPath]
    public static ushort Compute(ReadOnlySpan<byte> octets) => Continue(Initial, octets);

    /// <summary>The check of more octets behind those that gave <paramref name="crc"/>.</summary>
    [HotPath]
    public static ushort Continue(ushort crc, ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<ushort> table = Table;
        if (table.Length != Slices * SliceLength)
            return 0; // never so; the compiler then knows that no index of an octet is outside

        uint check = crc;
        while (octets.Length >= Slices)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(octets) ^ check;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(octets[4..]);
            check = (uint)(table[(7 * SliceLength) + (int)(low & 0xFF)]
                ^ table[(6 * SliceLength) + (int)((low >> 8) & 0xFF)]
                ^ table[(5 * SliceLength) + (int)((low >> 16) & 0xFF)]
                ^ table[(4 * SliceLength) + (int)(low >> 24)]
                ^ table[(3 * SliceLength) + (int)(high & 0xFF)]
                ^ table[(2 * SliceLength) + (int)((high >> 8) & 0xFF)]
                ^ table[SliceLength + (int)((high >> 16) & 0xFF)]
                ^ table[(int)(high >> 24)]);
            octets = octets[Slices..];
        }

        foreach (byte octet in octets)
            check = (check >> 8) ^ table[(int)((check ^ octet) & 0xFF)];
        return (ushort)check;
    }

    /// <summary>The check of one more octet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Continue(ushort crc, byte octet) => (ushort)((crc >> 8) ^ Table[(crc ^ octet) & 0xFF]);

    private static ushort[] BuildTable()
    {
        ushort[] table = new ushort[Slices * SliceLength];
        for (int octet = 0; octet < SliceLength; octet++)
        {
            uint check = (uint)octet;
            for (int bit = 0; bit < 8; bit++)
                check = (check & 1) != 0 ? (check >> 1) ^ Polynomial : check >> 1;
            table[octet] = (ushort)check;
        }

        for (int i = SliceLength; i < table.Length; i++)
        {
            ushort before = table[i - SliceLength];
            table[i] = (ushort)((before >> 8) ^ table[before & 0xFF]);
        }

        return table;
    }
}
