namespace Busbar.Modbus;

/// <summary>Texts of devices that put the first of two characters into the low octet of a register.</summary>
internal static class RegisterText
{
    public static void Swap(ReadOnlySpan<byte> octets, Span<byte> swapped)
    {
        for (int i = 0; i + 1 < octets.Length; i += 2)
            (swapped[i], swapped[i + 1]) = (octets[i + 1], octets[i]);
    }
}
