using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>What is to be read, in as many requests as it takes.</summary>
internal sealed record ModbusReading(ModbusTable Table, int Unit, int Address, int Count, ValueType? Type, RegisterOrder Order)
{
    /// <summary>Registers a value takes; a text takes them all.</summary>
    private int RegistersOfValue => Type is null ? 0 : Type.Registers == 0 ? Count : Type.Registers;

    private int Values => Type is { Registers: 0 } ? 1 : Count;

    public void Check()
    {
        int width = Type is null || Type.Registers == 0 ? 1 : Type.Registers;
        if (Address + width > ModbusLimits.AddressCount)
            throw new UsageException($"ADDRESS must be 0 to {ModbusLimits.AddressCount - width} for values of type {Type!.Name}, not {Address}.");
        if (Count < 1 || Address + ((long)Count * width) > ModbusLimits.AddressCount)
            throw new UsageException($"COUNT must be 1 to {(ModbusLimits.AddressCount - Address) / width} from address {Address}, not {Count}.");
    }

    public async Task<IReadOnlyList<ModbusRow>> ReadAsync(ModbusClient client, CancellationToken cancellationToken) =>
        Type is null ? await ReadBitsAsync(client, cancellationToken) : await ReadRegistersAsync(client, Type, cancellationToken);

    private async Task<IReadOnlyList<ModbusRow>> ReadBitsAsync(ModbusClient client, CancellationToken cancellationToken)
    {
        var bits = new bool[Count];
        for (int done = 0; done < Count; done += ModbusLimits.MaxReadBits)
        {
            Memory<bool> part = bits.AsMemory(done, Math.Min(ModbusLimits.MaxReadBits, Count - done));
            await (Table == ModbusTable.Coils
                ? client.ReadCoilsAsync(Unit, Address + done, part, cancellationToken)
                : client.ReadDiscreteInputsAsync(Unit, Address + done, part, cancellationToken));
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return [.. bits.Select((bit, i) => new ModbusRow(Table, Address + i, null, default, bit, Order, now))];
    }

    private async Task<IReadOnlyList<ModbusRow>> ReadRegistersAsync(ModbusClient client, ValueType type, CancellationToken cancellationToken)
    {
        int registers = Values * RegistersOfValue;
        var octets = new byte[registers * 2];
        for (int done = 0; done < registers; done += ModbusLimits.MaxReadRegisters)
        {
            Memory<byte> part = octets.AsMemory(done * 2, Math.Min(ModbusLimits.MaxReadRegisters, registers - done) * 2);
            await (Table == ModbusTable.HoldingRegisters
                ? client.ReadHoldingRegistersAsync(Unit, Address + done, part, cancellationToken)
                : client.ReadInputRegistersAsync(Unit, Address + done, part, cancellationToken));
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        int width = RegistersOfValue;
        return [.. Enumerable.Range(0, Values).Select(i =>
            new ModbusRow(Table, Address + (i * width), type, octets.AsMemory(i * width * 2, width * 2), false, Order, now))];
    }
}
