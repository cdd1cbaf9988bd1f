namespace Busbar.Modbus;

/// <summary>Registers in a user's octets, as they travel.</summary>
internal sealed class OctetStore(Memory<byte> octets) : RegisterStore
{
    public override void ReadOctets(int address, Span<byte> destination) => octets.Span.Slice(address * 2, destination.Length).CopyTo(destination);

    public override void WriteOctets(int address, ReadOnlySpan<byte> source) => source.CopyTo(octets.Span[(address * 2)..]);

    public override void Read(int address, Span<ushort> destination) => Registers.Decode(octets.Span[(address * 2)..], destination);

    public override void Write(int address, ReadOnlySpan<ushort> source) => Registers.Encode(source, octets.Span[(address * 2)..]);
}
