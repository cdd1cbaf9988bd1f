namespace Busbar.Modbus;

/// <summary>
/// The memory of the user's own that a table of registers is to be: words as this machine keeps them, or octets as they travel. Not copied. It belongs to
/// the table and is touched by its clients as long as the unit lives; who touches it beside does so within <see cref="ModbusUnit.BeginUpdate"/>.
/// </summary>
public readonly record struct RegisterMemory
{
    private readonly Memory<ushort> _words;
    private readonly Memory<byte> _octets;
    private readonly bool _isOfOctets;

    /// <summary>Registers as words, one each.</summary>
    public RegisterMemory(Memory<ushort> words) => _words = words;

    /// <summary>Registers as two octets each, the high one first.</summary>
    /// <exception cref="ArgumentException">The number of octets is odd.</exception>
    public RegisterMemory(Memory<byte> octets)
    {
        if (octets.Length % 2 != 0)
            throw new ArgumentException("A register takes two octets: their number must be even.", nameof(octets));
        _octets = octets;
        _isOfOctets = true;
    }

    /// <summary>How many registers there are.</summary>
    public int Count => _isOfOctets ? _octets.Length / 2 : _words.Length;

    /// <summary>Registers as words, one each.</summary>
    public static implicit operator RegisterMemory(ushort[] words) => new(words.AsMemory());

    /// <summary>Registers as words, one each.</summary>
    public static implicit operator RegisterMemory(Memory<ushort> words) => new(words);

    /// <summary>Registers as two octets each, the high one first.</summary>
    /// <exception cref="ArgumentException">The number of octets is odd.</exception>
    public static implicit operator RegisterMemory(byte[] octets) => new(octets.AsMemory());

    /// <summary>Registers as two octets each, the high one first.</summary>
    /// <exception cref="ArgumentException">The number of octets is odd.</exception>
    public static implicit operator RegisterMemory(Memory<byte> octets) => new(octets);

    internal RegisterStore CreateStore() => _isOfOctets ? new OctetStore(_octets) : new WordStore(_words);
}
