using System.Numerics;

namespace Busbar.Modbus;

/// <content>Writes. None is repeated unless it is allowed (<see cref="ModbusClientOptions.WriteRetries"/>), none allocates in steady state.</content>
public sealed partial class ModbusClient
{
    /// <summary>Switches one coil (function 5).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The address, 0 to 65,535.</param>
    /// <param name="value">True for on.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the coil may have been switched.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or address is outside its range.</exception>
    public ValueTask WriteSingleCoilAsync(int unit, int address, bool value, CancellationToken cancellationToken = default) =>
        WriteSingleValue(FunctionCode.WriteSingleCoil, unit, address, value ? WriteSingle.On : (ushort)0, cancellationToken);

    /// <summary>Writes one holding register (function 6).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The address, 0 to 65,535.</param>
    /// <param name="value">The register's 16 bits.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the register may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or address is outside its range.</exception>
    public ValueTask WriteSingleRegisterAsync(int unit, int address, ushort value, CancellationToken cancellationToken = default) =>
        WriteSingleValue(FunctionCode.WriteSingleRegister, unit, address, value, cancellationToken);

    /// <summary>Switches coils (function 15).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first address, 0 to 65,535.</param>
    /// <param name="values">1 to 1,968 coils; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the coils may have been switched.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit, address or count is outside its range.</exception>
    public ValueTask WriteMultipleCoilsAsync(int unit, int address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken = default)
    {
        MemoryTransaction transaction = BeginWrite(FunctionCode.WriteMultipleCoils, unit, address, values.Length, ModbusLimits.MaxWriteCoils, out int length, out Span<byte> octets);
        PackedBits.Pack(values.Span, octets);
        return Send(transaction, unit, length, cancellationToken);
    }

    /// <summary>Writes holding registers (function 16).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first address, 0 to 65,535.</param>
    /// <param name="values">1 to 123 registers; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit, address or count is outside its range.</exception>
    public ValueTask WriteMultipleRegistersAsync(int unit, int address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default)
    {
        MemoryTransaction transaction = BeginWrite(FunctionCode.WriteMultipleRegisters, unit, address, values.Length, ModbusLimits.MaxWriteRegisters, out int length, out Span<byte> octets);
        Registers.Encode(values.Span, octets);
        return Send(transaction, unit, length, cancellationToken);
    }

    /// <summary>Writes one value to holding registers (function 16).</summary>
    /// <typeparam name="T">A binary number of 16, 32 or 64 bits: <see cref="short"/> to <see cref="ulong"/>, <see cref="float"/>, <see cref="double"/>.</typeparam>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The address of the first register, 0 to 65,535.</param>
    /// <param name="value">The value.</param>
    /// <param name="order">How the device lays it out.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or address is outside its range.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public ValueTask WriteMultipleRegistersAsync<T>(int unit, int address, T value, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryNumber<T>
    {
        int count = RegisterValue.CountOf<T>();
        MemoryTransaction transaction = BeginWrite(FunctionCode.WriteMultipleRegisters, unit, address, count, ModbusLimits.MaxWriteRegisters, out int length, out Span<byte> octets);
        RegisterValue.Write(octets, value, order);
        return Send(transaction, unit, length, cancellationToken);
    }

    private static MemoryTransaction BeginWrite(FunctionCode function, int unit, int address, int count, int limit, out int length, out Span<byte> octets)
    {
        RequestRange.Check(unit, address, count, limit);
        MemoryTransaction transaction = MemoryTransaction.Rent();
        length = WriteMultipleRequest.Encode(transaction.RequestBuffer, function, (ushort)address, (ushort)count, out octets);
        return transaction;
    }

    private ValueTask WriteSingleValue(FunctionCode function, int unit, int address, ushort value, CancellationToken cancellationToken)
    {
        RequestRange.Check(unit, address, 1, 1);
        MemoryTransaction transaction = MemoryTransaction.Rent();
        int length = WriteSingle.Encode(transaction.RequestBuffer, function, (ushort)address, value);
        return Send(transaction, unit, length, cancellationToken);
    }

    private ValueTask Send(MemoryTransaction transaction, int unit, int pduLength, CancellationToken cancellationToken)
    {
        Begin(transaction, unit, pduLength, Options.WriteRetries, cancellationToken);
        return transaction.Task;
    }
}
