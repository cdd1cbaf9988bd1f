using System.Numerics;

namespace Busbar.Modbus;

/// <content>Values by the addresses that documents of devices print: <c>ModbusAddress.Parse("40001")</c>.</content>
public sealed partial class ModbusClient
{
    /// <summary>Reads one value from holding or input registers, allocating nothing.</summary>
    /// <typeparam name="T">A binary number of 16, 32 or 64 bits: <see cref="short"/> to <see cref="ulong"/>, <see cref="float"/>, <see cref="double"/>.</typeparam>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first register.</param>
    /// <param name="order">How the device lays it out.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is outside its range, the value goes beyond the last register, or the table is one of bits.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public ValueTask<T> ReadAsync<T>(int unit, ModbusAddress address, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryNumber<T> =>
        ReadValue<T>(RequestRange.RegistersOf(address), unit, address.Offset, order, cancellationToken);

    /// <summary>Reads as many values from holding or input registers as <paramref name="destination"/> holds, allocating nothing.</summary>
    /// <typeparam name="T">A binary number of 16, 32 or 64 bits: <see cref="short"/> to <see cref="ulong"/>, <see cref="float"/>, <see cref="double"/>.</typeparam>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first register.</param>
    /// <param name="destination">Where they go, at most 125 registers; written when the task is awaited, untouched when it fails.</param>
    /// <param name="order">How the device lays them out.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>How many were read: all.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The unit or the number of registers is outside its range, or the table is one of bits.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public ValueTask<int> ReadAsync<T>(int unit, ModbusAddress address, Memory<T> destination, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryNumber<T> =>
        ReadTyped<int, ValuesCopier<T>>(
            RequestRange.RegistersOf(address), unit, address.Offset, RequestRange.CountOf<T>(destination.Length), new ValuesCopier<T>(destination, order), cancellationToken);

    /// <summary>Reads one bit: a coil, a discrete input, or one of a register; allocates nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The coil, discrete input or register.</param>
    /// <param name="bit">Which of a register, 0 (the lowest) to 15; 0 in a table of bits.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or bit is outside its range.</exception>
    public ValueTask<bool> ReadBitAsync(int unit, ModbusAddress address, int bit = 0, CancellationToken cancellationToken = default)
    {
        RequestRange.CheckBit(address, bit);
        FunctionCode function = address.Table switch
        {
            ModbusTable.Coils => FunctionCode.ReadCoils,
            ModbusTable.DiscreteInputs => FunctionCode.ReadDiscreteInputs,
            _ => RequestRange.RegistersOf(address),
        };
        return ReadTyped<bool, BitDecoder>(function, unit, address.Offset, 1, new BitDecoder(bit), cancellationToken);
    }

    /// <summary>Reads a text from holding or input registers: two octets a register, up to the first NUL, without spaces at its end.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first register.</param>
    /// <param name="registers">How many registers it has, 1 to 125.</param>
    /// <param name="encoding">How it is encoded.</param>
    /// <param name="order">Where the first of two octets is: in the high half with <see cref="RegisterOrder.ABCD"/> and <see cref="RegisterOrder.CDAB"/>, in the low half with the others.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit or the number of registers is outside its range, or the table is one of bits.</exception>
    public ValueTask<string> ReadStringAsync(
        int unit, ModbusAddress address, int registers, RegisterEncoding encoding = RegisterEncoding.Ascii, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default) =>
        ReadTyped<string, TextDecoder>(RequestRange.RegistersOf(address), unit, address.Offset, registers, new TextDecoder(encoding, order), cancellationToken);

    /// <summary>Writes one value to holding registers (function 16).</summary>
    /// <typeparam name="T">A binary number of 16, 32 or 64 bits: <see cref="short"/> to <see cref="ulong"/>, <see cref="float"/>, <see cref="double"/>.</typeparam>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first holding register.</param>
    /// <param name="value">The value.</param>
    /// <param name="order">How the device lays it out.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is outside its range, the value goes beyond the last register, or the table is not that of holding registers.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not 16, 32 or 64 bits wide.</exception>
    public ValueTask WriteAsync<T>(int unit, ModbusAddress address, T value, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryNumber<T>
    {
        RequestRange.CheckWritable(address);
        return WriteMultipleRegistersAsync(unit, address.Offset, value, order, cancellationToken);
    }

    /// <summary>Writes a text to holding registers (function 16), with NULs behind it.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The first holding register.</param>
    /// <param name="value">The text.</param>
    /// <param name="registers">How many registers it has, 1 to 123.</param>
    /// <param name="encoding">How it is encoded.</param>
    /// <param name="order">Where the first of two octets goes; see <see cref="ReadStringAsync"/>.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit or the number of registers is outside its range, the text does not fit or has a character that the encoding has not, or the table is not that of holding registers.</exception>
    public ValueTask WriteStringAsync(
        int unit, ModbusAddress address, string value, int registers, RegisterEncoding encoding = RegisterEncoding.Ascii, RegisterOrder order = RegisterOrder.ABCD, CancellationToken cancellationToken = default)
    {
        RequestRange.CheckWritable(address);
        RequestRange.Check(unit, address.Offset, registers, ModbusLimits.MaxWriteRegisters);
        byte[] text = MapText.Encode(value, registers, encoding, nameof(value));
        MemoryTransaction transaction = BeginWrite(FunctionCode.WriteMultipleRegisters, unit, address.Offset, registers, ModbusLimits.MaxWriteRegisters, out int length, out Span<byte> octets);
        if (order is RegisterOrder.ABCD or RegisterOrder.CDAB)
            text.CopyTo(octets);
        else
            RegisterText.Swap(text, octets);
        return Send(transaction, unit, length, cancellationToken);
    }

    /// <summary>Writes one bit: a coil (function 5), or one of a holding register (function 22), whose others stay as they are.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The coil or holding register.</param>
    /// <param name="value">True for 1.</param>
    /// <param name="bit">Which of a register, 0 (the lowest) to 15; 0 for a coil.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the bit may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or bit is outside its range, or the table can only be read.</exception>
    public ValueTask WriteBitAsync(int unit, ModbusAddress address, bool value, int bit = 0, CancellationToken cancellationToken = default)
    {
        RequestRange.CheckBit(address, bit);
        if (address.Table == ModbusTable.Coils)
            return WriteSingleCoilAsync(unit, address.Offset, value, cancellationToken);
        RequestRange.CheckWritable(address);
        return MaskWriteRegisterAsync(unit, address.Offset, (ushort)~(1 << bit), value ? (ushort)(1 << bit) : (ushort)0, cancellationToken);
    }

    private ValueTask<TResult> ReadTyped<TResult, TDecoder>(FunctionCode function, int unit, int address, int count, TDecoder decoder, CancellationToken cancellationToken)
        where TDecoder : struct, IResponseDecoder<TResult>
    {
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, count, ModbusLimits.MaxReadRegisters);
        var transaction = ResultTransaction<TResult, TDecoder>.Rent(decoder);
        BeginRead(transaction, function, unit, address, count, cancellationToken);
        return transaction.Task;
    }
}
