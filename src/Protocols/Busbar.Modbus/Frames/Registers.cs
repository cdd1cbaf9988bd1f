using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Busbar.Modbus;

/// <summary>Registers as they travel: two octets each, the high one first.</summary>
internal static class Registers
{
    [HotPath]
    public static void Decode(ReadOnlySpan<byte> octets, Span<ushort> registers)
    {
        ReadOnlySpan<ushort> received = MemoryMarshal.Cast<byte, ushort>(octets)[..registers.Length];
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(received, registers); // vectorized
        else
            received.CopyTo(registers);
    }

    public static void Encode(ReadOnlySpan<ushort> registers, Span<byte> octets)
    {
        Span<ushort> sent = MemoryMarshal.Cast<byte, ushort>(octets)[..registers.Length];
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(registers, sent);
        else
            registers.CopyTo(sent);
    }
}
