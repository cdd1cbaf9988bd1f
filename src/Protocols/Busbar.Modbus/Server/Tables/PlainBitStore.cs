namespace Busbar.Modbus;

/// <summary>Bits in a user's memory, a bool each.</summary>
internal sealed class PlainBitStore(Memory<bool> bits) : BitStore
{
    public override bool Get(int address) => bits.Span[address];

    public override void Set(int address, bool value) => bits.Span[address] = value;

    public override void Read(int address, int count, Span<byte> destination) => PackedBits.Pack(bits.Span.Slice(address, count), destination);

    public override void Write(int address, int count, ReadOnlySpan<byte> source) => PackedBits.Unpack(source, bits.Span.Slice(address, count));
}
