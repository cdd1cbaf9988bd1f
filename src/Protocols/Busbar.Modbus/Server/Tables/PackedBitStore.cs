namespace Busbar.Modbus;

/// <summary>Bits in a user's octets, eight in each.</summary>
internal sealed class PackedBitStore(Memory<byte> octets) : BitStore
{
    public override bool Get(int address) => PackedBits.Get(octets.Span, address);

    public override void Set(int address, bool value) => PackedBits.Set(octets.Span, address, value);

    public override void Read(int address, int count, Span<byte> destination) => PackedBits.CopyFrom(octets.Span, address, count, destination);

    public override void Write(int address, int count, ReadOnlySpan<byte> source) => PackedBits.CopyTo(source, octets.Span, address, count);
}
