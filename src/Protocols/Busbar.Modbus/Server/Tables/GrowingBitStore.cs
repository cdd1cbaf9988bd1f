namespace Busbar.Modbus;

/// <summary>Bits of the server's own, eight in an octet. Memory follows the highest address touched: most devices use few.</summary>
internal sealed class GrowingBitStore(int count) : BitStore
{
    private byte[] _octets = [];

    public override bool Get(int address) => address < _octets.Length * 8 && PackedBits.Get(_octets, address);

    public override void Set(int address, bool value)
    {
        Grow(address + 1);
        PackedBits.Set(_octets, address, value);
    }

    public override void Read(int address, int count, Span<byte> destination)
    {
        Grow(address + count);
        PackedBits.CopyFrom(_octets, address, count, destination);
    }

    public override void Write(int address, int count, ReadOnlySpan<byte> source)
    {
        Grow(address + count);
        PackedBits.CopyTo(source, _octets, address, count);
    }

    private void Grow(int bits)
    {
        if (_octets.Length * 8 < bits)
            Array.Resize(ref _octets, Math.Min(PackedBits.OctetsOf(count), Math.Max(PackedBits.OctetsOf(bits), _octets.Length * 2)));
    }
}
