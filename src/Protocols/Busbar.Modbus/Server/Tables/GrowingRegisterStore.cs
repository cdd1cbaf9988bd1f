namespace Busbar.Modbus;

/// <summary>Registers of the server's own, as they travel, so that a read copies. Memory follows the highest address touched: most devices use few.</summary>
internal sealed class GrowingRegisterStore(int count) : RegisterStore
{
    private byte[] _octets = [];

    [HotPath]
    public override void ReadOctets(int address, Span<byte> destination) => Range(address, destination.Length).CopyTo(destination);

    public override void WriteOctets(int address, ReadOnlySpan<byte> source) => source.CopyTo(Range(address, source.Length));

    public override void Read(int address, Span<ushort> destination) => Registers.Decode(Range(address, destination.Length * 2), destination);

    public override void Write(int address, ReadOnlySpan<ushort> source) => Registers.Encode(source, Range(address, source.Length * 2));

    [HotPath]
    private Span<byte> Range(int address, int octets)
    {
        if (_octets.Length < (address * 2) + octets)
            Grow((address * 2) + octets);
        return _octets.AsSpan(address * 2, octets);
    }

    private void Grow(int octets) => Array.Resize(ref _octets, Math.Min(count * 2, Math.Max(octets, _octets.Length * 2)));
}
