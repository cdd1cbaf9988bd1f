using System.Collections.Immutable;

namespace Busbar.Modbus;

/// <summary>
/// One unit of a server: four tables under one lock, so that a request is one step, and so are the changes made within
/// <see cref="BeginUpdate"/>. All members may be called from any thread.
/// </summary>
public sealed partial class ModbusUnit
{
    private readonly Lock _lock = new();
    private readonly ModbusServerOptions _server;
    private ImmutableArray<WriteHandler> _handlers = [];
    private ImmutableArray<ReadHandler> _readHandlers = [];
    private ImmutableArray<WritingHandler> _writingHandlers = [];

    internal ModbusUnit(int number, ModbusUnitOptions options, ModbusServerOptions server, ServerCounters counters)
    {
        _server = server;
        Number = number;
        Diagnostics = new UnitDiagnostics(counters);
        Coils = new BitTable(_lock, options.Coils, options.CoilMemory);
        DiscreteInputs = new BitTable(_lock, options.DiscreteInputs, options.DiscreteInputMemory);
        InputRegisters = new RegisterTable(_lock, options.InputRegisters, options.InputRegisterMemory);
        HoldingRegisters = new RegisterTable(_lock, options.HoldingRegisters, options.HoldingRegisterMemory);
        _access = [new AccessMap(Coils.Count), new AccessMap(DiscreteInputs.Count), new AccessMap(InputRegisters.Count), new AccessMap(HoldingRegisters.Count)];
    }

    /// <summary>The unit identifier.</summary>
    public int Number { get; }

    /// <summary>The coils, which clients may write.</summary>
    public BitTable Coils { get; }

    /// <summary>The discrete inputs.</summary>
    public BitTable DiscreteInputs { get; }

    /// <summary>The input registers.</summary>
    public RegisterTable InputRegisters { get; }

    /// <summary>The holding registers, which clients may write.</summary>
    public RegisterTable HoldingRegisters { get; }

    /// <summary>
    /// Makes what is read and written until the disposal one step to every client: <c>using (unit.BeginUpdate()) { … }</c>. It is the one lock of
    /// the unit, which each request takes as well: whoever touches memory that a table was given (<see cref="ModbusUnitOptions"/>) does so within it.
    /// A thread may enter it again. Clients wait meanwhile, so be brief, and do not await.
    /// </summary>
    public Lock.Scope BeginUpdate() => _lock.EnterScope();

    /// <summary>
    /// Has a handler called after each write of a client, in the order of that client's writes, on its connection's thread and before
    /// its answer goes out. Be brief and do not wait: the connection stands still meanwhile, and
    /// a warning names a handler that takes longer than <see cref="ModbusServerOptions.SlowHandler"/>. When it throws, the client gets
    /// <see cref="ModbusExceptionCode.ServerDeviceFailure"/>; the table keeps what was written. Writes of files are not told.
    /// </summary>
    public void OnWrite(Action<ModbusChange> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Add(new WriteHandler(handler, (in ModbusWrite write) => handler(new ModbusChange(write)), _server));
    }

    /// <summary>The same with a view on what was written, which is not copied and allocates nothing.</summary>
    public void OnWrite(ModbusWriteHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Add(new WriteHandler(handler, handler, _server));
    }

    /// <summary>
    /// Has a handler called before each read of a client, to bring the table up to date or to refuse it: it may write to the unit's tables, and what it
    /// writes is one step with the read. On the connection's thread and under the unit's lock: be brief and do not wait; a warning names one that takes
    /// longer than <see cref="ModbusServerOptions.SlowHandler"/>. When it throws, the client gets <see cref="ModbusExceptionCode.ServerDeviceFailure"/>.
    /// </summary>
    public void OnRead(ModbusReadHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ImmutableInterlocked.Update(ref _readHandlers, static (handlers, added) => handlers.Add(added), new ReadHandler(handler, _server));
    }

    /// <summary>
    /// Has a handler asked before each write of a client to coils or holding registers, whether it may be: a request that is refused changes nothing.
    /// As those of <see cref="OnRead"/> otherwise. Writes of files are not asked.
    /// </summary>
    public void OnWriting(ModbusWritingHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ImmutableInterlocked.Update(ref _writingHandlers, static (handlers, added) => handlers.Add(added), new WritingHandler(handler, _server));
    }

    internal bool HasReadHandlers => !_readHandlers.IsEmpty;

    /// <summary>Under the unit's lock.</summary>
    /// <returns>None when the table may be read.</returns>
    internal ModbusExceptionCode RaiseRead(ModbusTable table, int address, int count)
    {
        foreach (ReadHandler handler in _readHandlers)
        {
            ModbusExceptionCode refusal = handler.Run(new ModbusRead(Number, table, address, count));
            if (refusal != ModbusExceptionCode.None)
                return refusal;
        }

        return ModbusExceptionCode.None;
    }

    /// <summary>Under the unit's lock.</summary>
    /// <returns>None when it may be written.</returns>
    internal ModbusExceptionCode RaiseWriting(ModbusTable table, int address, int count, ReadOnlySpan<byte> octets)
    {
        foreach (WritingHandler handler in _writingHandlers)
        {
            ModbusExceptionCode refusal = handler.Run(new ModbusWrite(Number, table, address, count, octets));
            if (refusal != ModbusExceptionCode.None)
                return refusal;
        }

        return ModbusExceptionCode.None;
    }

    /// <returns>False when a handler threw; those behind it were not called.</returns>
    internal bool RaiseWrite(ModbusTable table, int address, int count, ReadOnlySpan<byte> octets)
    {
        ImmutableArray<WriteHandler> handlers = _handlers;
        if (handlers.IsEmpty)
            return true;

        var write = new ModbusWrite(Number, table, address, count, octets);
        foreach (WriteHandler handler in handlers)
        {
            if (!handler.Run(write))
                return false;
        }

        return true;
    }

    private void Add(WriteHandler added) =>
        ImmutableInterlocked.Update(ref _handlers, static (handlers, added) => handlers.Add(added), added);
}
