using System.Threading.Tasks.Sources;

namespace Busbar.Modbus;

/// <summary>A transaction whose result goes into the caller's memory, or that has none (a write).</summary>
internal sealed class MemoryTransaction : Transaction, IValueTaskSource
{
    private Memory<ushort> _registers;
    private Memory<bool> _bits;
    private Memory<byte> _octets;

    public static MemoryTransaction Rent() => TransactionPool<MemoryTransaction>.Rent();

    [HotPath]
    public static MemoryTransaction Rent(Memory<ushort> registers)
    {
        MemoryTransaction transaction = Rent();
        transaction._registers = registers;
        return transaction;
    }

    public static MemoryTransaction Rent(Memory<bool> bits)
    {
        MemoryTransaction transaction = Rent();
        transaction._bits = bits;
        return transaction;
    }

    public static MemoryTransaction Rent(Memory<byte> octets)
    {
        MemoryTransaction transaction = Rent();
        transaction._octets = octets;
        return transaction;
    }

    public ValueTask Task => new(this, Version);

    [HotPath]
    public void GetResult(short token)
    {
        CheckToken(token);
        try
        {
            ReadOnlySpan<byte> response = Response;
            if (!_octets.IsEmpty)
                response[ReadRegistersResponse.HeaderLength..].CopyTo(_octets.Span);
            else if (!_registers.IsEmpty)
                Registers.Decode(response[ReadRegistersResponse.HeaderLength..], _registers.Span);
            else if (!_bits.IsEmpty)
                PackedBits.Unpack(response[ReadRegistersResponse.HeaderLength..], _bits.Span);
        }
        finally
        {
            _registers = default;
            _bits = default;
            _octets = default;
            Reset();
            TransactionPool<MemoryTransaction>.Return(this);
        }
    }
}
