namespace Busbar.Modbus;

/// <content>Files, queues, and the writes that depend on what a register holds.</content>
public sealed partial class ModbusClient
{
    /// <summary>Reads registers of a file (function 20) into a new array.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="file">The number of the file, 1 to 65,535.</param>
    /// <param name="record">The number of the first record, 0 to 9,999.</param>
    /// <param name="count">How many registers, 1 to 121.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ValueTask<ushort[]> ReadFileRecordAsync(int unit, int file, int record, int count, CancellationToken cancellationToken = default) =>
        ReadFile<ushort[], FileDecoder>(unit, [RequestRange.FileRecord(file, record, count, RequestRange.MaxFileRead)], default, cancellationToken);

    /// <summary>Reads as many registers of a file (function 20) as <paramref name="destination"/> holds, allocating nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="file">The number of the file, 1 to 65,535.</param>
    /// <param name="record">The number of the first record, 0 to 9,999.</param>
    /// <param name="destination">Where they go, 1 to 121; written when the task is awaited, untouched when it fails.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>How many were read: all.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ValueTask<int> ReadFileRecordAsync(int unit, int file, int record, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadFile<int, FileCopier>(unit, [RequestRange.FileRecord(file, record, destination.Length, RequestRange.MaxFileRead)], new FileCopier(destination), cancellationToken);

    /// <summary>Reads registers of files, several groups with one request (function 20).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="groups">1 to 35 groups; what they ask for, with 2 octets for each group, takes at most 245 octets. Copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>The registers of each group, in their order; new.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the groups do not fit a request or its answer.</exception>
    public ValueTask<ushort[][]> ReadFileRecordsAsync(int unit, ReadOnlyMemory<FileRecordRange> groups, CancellationToken cancellationToken = default) =>
        ReadFile<ushort[][], FileGroupsDecoder>(unit, groups.Span, default, cancellationToken);

    /// <summary>Writes registers of a file (function 21).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="file">The number of the file, 1 to 65,535.</param>
    /// <param name="record">The number of the first record, 0 to 9,999.</param>
    /// <param name="values">1 to 122 registers; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ValueTask WriteFileRecordAsync(int unit, int file, int record, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default) =>
        WriteFile(unit, [RequestRange.FileRecord(file, record, values.Length, RequestRange.MaxFileWrite)], values, cancellationToken);

    /// <summary>Writes registers of files, several groups with one request (function 21).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="groups">Which registers; with 7 octets for each group they take at most 251 octets.</param>
    /// <param name="values">The registers of all groups, one behind the other; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, the groups do not fit a request, or the values are not as many as the groups have.</exception>
    public ValueTask WriteFileRecordsAsync(int unit, ReadOnlyMemory<FileRecordRange> groups, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default) =>
        WriteFile(unit, groups.Span, values, cancellationToken);

    /// <summary>Writes single bits of one holding register (function 22): it becomes (what it holds and the AND mask) or (the OR mask and not the AND mask).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The address, 0 to 65,535.</param>
    /// <param name="andMask">The bits that stay as they are.</param>
    /// <param name="orMask">What the other bits become.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the register may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or address is outside its range.</exception>
    public ValueTask MaskWriteRegisterAsync(int unit, int address, ushort andMask, ushort orMask, CancellationToken cancellationToken = default)
    {
        RequestRange.Check(unit, address, 1, 1);
        MemoryTransaction transaction = MemoryTransaction.Rent();
        int length = MaskWriteRegister.Encode(transaction.RequestBuffer, (ushort)address, andMask, orMask);
        Begin(transaction, unit, length, retries: 0, cancellationToken);
        return transaction.Task;
    }

    /// <summary>Writes holding registers, and then reads others into a new array, with one request (function 23).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="readAddress">The first address to read, 0 to 65,535.</param>
    /// <param name="readCount">How many to read, 1 to 125, none beyond address 65,535.</param>
    /// <param name="writeAddress">The first address to write, 0 to 65,535.</param>
    /// <param name="values">1 to 121 registers; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ValueTask<ushort[]> ReadWriteMultipleRegistersAsync(int unit, int readAddress, int readCount, int writeAddress, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default)
    {
        CheckReadWrite(unit, readAddress, readCount, writeAddress, values.Length);
        var transaction = ResultTransaction<ushort[], RegistersDecoder>.Rent(default);
        BeginReadWrite(transaction, unit, readAddress, readCount, writeAddress, values.Span, cancellationToken);
        return transaction.Task;
    }

    /// <summary>Writes holding registers, and then reads as many others as <paramref name="destination"/> holds, with one request (function 23), allocating nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="readAddress">The first address to read, 0 to 65,535.</param>
    /// <param name="destination">Where they go, 1 to 125; written when the task is awaited, untouched when it fails.</param>
    /// <param name="writeAddress">The first address to write, 0 to 65,535.</param>
    /// <param name="values">1 to 121 registers; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up; the registers may have been written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ValueTask ReadWriteMultipleRegistersAsync(int unit, int readAddress, Memory<ushort> destination, int writeAddress, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default)
    {
        CheckReadWrite(unit, readAddress, destination.Length, writeAddress, values.Length);
        MemoryTransaction transaction = MemoryTransaction.Rent(destination);
        BeginReadWrite(transaction, unit, readAddress, destination.Length, writeAddress, values.Span, cancellationToken);
        return transaction.Task;
    }

    /// <summary>Reads a queue (function 24), which keeps what it holds, into a new array of 0 to 31 registers.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The FIFO pointer address, 0 to 65,535.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or address is outside its range.</exception>
    public ValueTask<ushort[]> ReadFifoQueueAsync(int unit, int address, CancellationToken cancellationToken = default) =>
        ReadFifo<ushort[], FifoDecoder>(unit, address, default, cancellationToken);

    /// <summary>Reads a queue (function 24), which keeps what it holds, allocating nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="address">The FIFO pointer address, 0 to 65,535.</param>
    /// <param name="destination">Room for the 31 registers that there may be; written when the task is awaited, untouched when it fails.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>How many registers there were.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Unit or address is outside its range, or there is less room.</exception>
    public ValueTask<int> ReadFifoQueueAsync(int unit, int address, Memory<ushort> destination, CancellationToken cancellationToken = default)
    {
        RequestRange.CheckLength(destination.Length, ModbusLimits.MaxFifoRegisters, int.MaxValue, nameof(destination));
        return ReadFifo<int, FifoCopier>(unit, address, new FifoCopier(destination), cancellationToken);
    }

    private ValueTask<TResult> ReadFifo<TResult, TDecoder>(int unit, int address, TDecoder decoder, CancellationToken cancellationToken)
        where TDecoder : struct, IResponseDecoder<TResult>
    {
        CheckIsAnswered(unit);
        RequestRange.Check(unit, address, 1, 1);
        var transaction = ResultTransaction<TResult, TDecoder>.Rent(decoder);
        Begin(transaction, unit, ReadFifoQueueRequest.Encode(transaction.RequestBuffer, (ushort)address), Options.ReadRetries, cancellationToken);
        return transaction.Task;
    }

    private ValueTask<TResult> ReadFile<TResult, TDecoder>(int unit, ReadOnlySpan<FileRecordRange> groups, TDecoder decoder, CancellationToken cancellationToken)
        where TDecoder : struct, IResponseDecoder<TResult>
    {
        CheckIsAnswered(unit);
        RequestRange.CheckUnit(unit);
        RequestRange.CheckFileRead(groups);
        var transaction = ResultTransaction<TResult, TDecoder>.Rent(decoder);
        Begin(transaction, unit, ReadFileRecordRequest.Encode(transaction.RequestBuffer, groups), Options.ReadRetries, cancellationToken);
        return transaction.Task;
    }

    private ValueTask WriteFile(int unit, ReadOnlySpan<FileRecordRange> groups, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken)
    {
        RequestRange.CheckUnit(unit);
        RequestRange.CheckFileWrite(groups, values.Length);
        MemoryTransaction transaction = MemoryTransaction.Rent();
        int length = WriteFileRecord.Encode(transaction.RequestBuffer);
        ReadOnlySpan<ushort> rest = values.Span;
        foreach (FileRecordRange group in groups)
        {
            WriteFileRecord.TryAdd(transaction.RequestBuffer, ref length, group, out Span<byte> octets);
            Registers.Encode(rest[..group.Length], octets);
            rest = rest[group.Length..];
        }

        Begin(transaction, unit, length, retries: 0, cancellationToken);
        return transaction.Task;
    }

    private void CheckReadWrite(int unit, int readAddress, int readCount, int writeAddress, int writeCount)
    {
        CheckIsAnswered(unit);
        RequestRange.Check(unit, readAddress, readCount, ModbusLimits.MaxReadRegisters);
        RequestRange.Check(unit, writeAddress, writeCount, ModbusLimits.MaxReadWriteRegisters);
    }

    private void BeginReadWrite(Transaction transaction, int unit, int readAddress, int readCount, int writeAddress, ReadOnlySpan<ushort> values, CancellationToken cancellationToken)
    {
        int length = ReadWriteRequest.Encode(
            transaction.RequestBuffer, (ushort)readAddress, (ushort)readCount, (ushort)writeAddress, (ushort)values.Length, out Span<byte> octets);
        Registers.Encode(values, octets);
        Begin(transaction, unit, length, retries: 0, cancellationToken);
    }
}
