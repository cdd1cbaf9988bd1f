namespace Busbar.Modbus;

/// <summary>
/// The memory of the user's own that a table of bits is to be: a bool each, or eight in an octet. Not copied. It belongs to the table and is touched
/// by its clients as long as the unit lives; who touches it beside does so within <see cref="ModbusUnit.BeginUpdate"/>.
/// </summary>
public readonly record struct BitMemory
{
    private readonly Memory<bool> _bits;
    private readonly Memory<byte> _octets;
    private readonly bool _isOfOctets;

    /// <summary>Bits, a bool each.</summary>
    public BitMemory(Memory<bool> bits) => _bits = bits;

    /// <summary>Bits as they travel, eight in an octet, the first in the lowest.</summary>
    public BitMemory(Memory<byte> octets)
    {
        _octets = octets;
        _isOfOctets = true;
    }

    /// <summary>How many bits there are.</summary>
    public int Count => _isOfOctets ? _octets.Length * 8 : _bits.Length;

    /// <summary>Bits, a bool each.</summary>
    public static implicit operator BitMemory(bool[] bits) => new(bits.AsMemory());

    /// <summary>Bits, a bool each.</summary>
    public static implicit operator BitMemory(Memory<bool> bits) => new(bits);

    /// <summary>Bits as they travel, eight in an octet, the first in the lowest.</summary>
    public static implicit operator BitMemory(byte[] octets) => new(octets.AsMemory());

    /// <summary>Bits as they travel, eight in an octet, the first in the lowest.</summary>
    public static implicit operator BitMemory(Memory<byte> octets) => new(octets);

    internal BitStore CreateStore() => _isOfOctets ? new PackedBitStore(_octets) : new PlainBitStore(_bits);
}
