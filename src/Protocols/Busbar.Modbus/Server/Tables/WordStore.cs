namespace Busbar.Modbus;

/// <summary>Registers in a user's words, as this machine keeps them.</summary>
internal sealed class WordStore(Memory<ushort> words) : RegisterStore
{
    public override void ReadOctets(int address, Span<byte> destination) => Registers.Encode(words.Span.Slice(address, destination.Length / 2), destination);

    public override void WriteOctets(int address, ReadOnlySpan<byte> source) => Registers.Decode(source, words.Span.Slice(address, source.Length / 2));

    public override void Read(int address, Span<ushort> destination) => words.Span.Slice(address, destination.Length).CopyTo(destination);

    public override void Write(int address, ReadOnlySpan<ushort> source) => source.CopyTo(words.Span[address..]);
}
