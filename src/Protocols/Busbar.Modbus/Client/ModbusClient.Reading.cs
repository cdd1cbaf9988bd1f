using System.Numerics;

namespace Busbar.Modbus;

/// <content>Reads. None allocates in steady state, save the arrays that are returned.</content>
public sealed partial class ModbusClient
{
    /// <summary>Reads coils (function 1) into a new array.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first address, 0 to 65,535.</param>
    /// <param name="count">How many, 1 to 2,000, none beyond address 65,535.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit, address or count is outside its range.</exception>
    public ValueTask<bool[]> ReadCoilsAsync(int unit, int address, int count, CancellationToken cancellationToken = default) =>
        ReadBits(FunctionCode.ReadCoils, unit, address, count, cancellationToken);

    /// <summary>Reads as many coils (function 1) as <paramref name="destination"/> holds, allocating nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first address, 0 to 65,535.</param>
    /// <param name="destination">Where they go, 1 to 2,000; written when the task is awaited, untouched when it fails.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit, address or count is outside its range.</exception>
    public ValueTask ReadCoilsAsync(int unit, int address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBits(FunctionCode.ReadCoils, unit, address, destination, cancellationToken);

    /// <summary>Reads discrete inputs (function 2) into a new array.</summary>
    /// <inheritdoc cref="ReadCoilsAsync(int, int, int, CancellationToken)"/>
    public ValueTask<bool[]> ReadDiscreteInputsAsync(int unit, int address, int count, CancellationToken cancellationToken = default) =>
        ReadBits(FunctionCode.ReadDiscreteInputs, unit, address, count, cancellationToken);

    /// <summary>Reads as many discrete inputs (function 2) as <paramref name="destination"/> holds, allocating nothing.</summary>
    /// <inheritdoc cref="ReadCoilsAsync(int, int, Memory{bool}, CancellationToken)"/>
    public ValueTask ReadDiscreteInputsAsync(int unit, int address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBits(FunctionCode.ReadDiscreteInputs, unit, address, destination, cancellationToken);

    /// <summary>Reads holding registers (function 3) into a new array.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first address, 0 to 65,535.</param>
    /// <param name="count">How many, 1 to 125, none beyond address 65,535.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit, address or count is outside its range.</exception>
    public ValueTask<ushort[]> ReadHoldingRegistersAsync(int unit, int address, int count, CancellationToken cancellationToken = default) =>
        ReadRegisters(FunctionCode.ReadHoldingRegisters, unit, address, count, cancellationToken);

    /// <summary>Reads as many holding registers (function 3) as <paramref name="destination"/> holds, allocating nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first address, 0 to 65,535.</param>
    /// <param name="destination">Where they go, 1 to 125; written when the task is awaited, untouched when it fails.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit, address or count is outside its range.</exception>
    [HotPath]
    public ValueTask ReadHoldingRegistersAsync(int unit, int address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegisters(FunctionCode.ReadHoldingRegisters, unit, address, destination, cancellationToken);

    /// <summary>Reads holding registers (function 3) as they travel, the high octet first, allocating nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first address, 0 to 65,535.</param>
    /// <param name="destination">Where they go, two octets each, 1 to 125 registers; written when the task is awaited, untouched when it fails.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit, address or count is outside its range.</exception>
    /// <exception cref="ArgumentException">The destination has an odd length.</exception>
    public ValueTask ReadHoldingRegistersAsync(int unit, int address, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        ReadRegisters(FunctionCode.ReadHoldingRegisters, unit, address, destination, cancellationToken);

    /// <summary>Reads one value from holding registers (function 3).</summary>
    /// <typeparam name="T">A binary number of 16, 32 or 64 bits: <see cref="short"/> to <see cref="ulong"/>, <see cref="float"/>, <see cref="double"/>.</typeparam>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The address of the first register, 0 to 65,535.</param>
    /// <param name="order">How the device lays it out.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or address is outside its range.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public ValueTask<T> ReadHoldingRegistersAsync<T>(int unit, int address, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryNumber<T> =>
        ReadValue<T>(FunctionCode.ReadHoldingRegisters, unit, address, order, cancellationToken);

    /// <summary>Reads input registers (function 4) into a new array.</summary>
    /// <inheritdoc cref="ReadHoldingRegistersAsync(int, int, int, CancellationToken)"/>
    public ValueTask<ushort[]> ReadInputRegistersAsync(int unit, int address, int count, CancellationToken cancellationToken = default) =>
        ReadRegisters(FunctionCode.ReadInputRegisters, unit, address, count, cancellationToken);

    /// <summary>Reads as many input registers (function 4) as <paramref name="destination"/> holds, allocating nothing.</summary>
    /// <inheritdoc cref="ReadHoldingRegistersAsync(int, int, Memory{ushort}, CancellationToken)"/>
    public ValueTask ReadInputRegistersAsync(int unit, int address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegisters(FunctionCode.ReadInputRegisters, unit, address, destination, cancellationToken);

    /// <summary>Reads input registers (function 4) as they travel, the high octet first, allocating nothing.</summary>
    /// <inheritdoc cref="ReadHoldingRegistersAsync(int, int, Memory{byte}, CancellationToken)"/>
    public ValueTask ReadInputRegistersAsync(int unit, int address, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        ReadRegisters(FunctionCode.ReadInputRegisters, unit, address, destination, cancellationToken);

    /// <summary>Reads one value from input registers (function 4).</summary>
    /// <inheritdoc cref="ReadHoldingRegistersAsync{T}(int, int, RegisterOrder, CancellationToken)"/>
    public ValueTask<T> ReadInputRegistersAsync<T>(int unit, int address, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryNumber<T> =>
        ReadValue<T>(FunctionCode.ReadInputRegisters, unit, address, order, cancellationToken);

    private ValueTask<bool[]> ReadBits(FunctionCode function, int unit, int address, int count, CancellationToken cancellationToken)
    {
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, count, ModbusLimits.MaxReadBits);
        var transaction = ResultTransaction<bool[], BitsDecoder>.Rent(new BitsDecoder(count));
        BeginRead(transaction, function, unit, address, count, cancellationToken);
        return transaction.Task;
    }

    private ValueTask ReadBits(FunctionCode function, int unit, int address, Memory<bool> destination, CancellationToken cancellationToken)
    {
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, destination.Length, ModbusLimits.MaxReadBits);
        MemoryTransaction transaction = MemoryTransaction.Rent(destination);
        BeginRead(transaction, function, unit, address, destination.Length, cancellationToken);
        return transaction.Task;
    }

    private ValueTask<ushort[]> ReadRegisters(FunctionCode function, int unit, int address, int count, CancellationToken cancellationToken)
    {
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, count, ModbusLimits.MaxReadRegisters);
        var transaction = ResultTransaction<ushort[], RegistersDecoder>.Rent(default);
        BeginRead(transaction, function, unit, address, count, cancellationToken);
        return transaction.Task;
    }

    [HotPath]
    private ValueTask ReadRegisters(FunctionCode function, int unit, int address, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, destination.Length, ModbusLimits.MaxReadRegisters);
        MemoryTransaction transaction = MemoryTransaction.Rent(destination);
        BeginRead(transaction, function, unit, address, destination.Length, cancellationToken);
        return transaction.Task;
    }

    private ValueTask ReadRegisters(FunctionCode function, int unit, int address, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if ((destination.Length & 1) != 0)
            throw new ArgumentException($"A register takes two octets: the length must be even, not {destination.Length}.", nameof(destination));
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, destination.Length / 2, ModbusLimits.MaxReadRegisters);
        MemoryTransaction transaction = MemoryTransaction.Rent(destination);
        BeginRead(transaction, function, unit, address, destination.Length / 2, cancellationToken);
        return transaction.Task;
    }

    private ValueTask<T> ReadValue<T>(FunctionCode function, int unit, int address, RegisterOrder order, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryNumber<T>
    {
        int count = RegisterValue.CountOf<T>();
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, count, ModbusLimits.MaxReadRegisters);
        var transaction = ResultTransaction<T, ValueDecoder<T>>.Rent(new ValueDecoder<T>(order));
        BeginRead(transaction, function, unit, address, count, cancellationToken);
        return transaction.Task;
    }

    /// <summary>Before anything is rented: who throws here keeps nothing.</summary>
    [HotPath]
    private void CheckIsAnswered(int unit)
    {
        if (Options.IsBroadcast(unit))
            ThrowOfBroadcast(unit);
    }

    private static void ThrowOfBroadcast(int unit) =>
        throw new ArgumentOutOfRangeException(nameof(unit), unit, "Unit 0 is all units of the line, which answer no read.");

    [HotPath]
    private void BeginRead(Transaction transaction, FunctionCode function, int unit, int address, int count, CancellationToken cancellationToken)
    {
        int length = ReadRequest.Encode(transaction.RequestBuffer, function, (ushort)address, (ushort)count);
        Begin(transaction, unit, length, Options.ReadRetries, cancellationToken);
    }
}
