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

    internal ModbusUnit(int number, ModbusUnitOptions options, ModbusServerOptions server, ServerCounters counters)
    {
        _server = server;
        Number = number;
        Diagnostics = new UnitDiagnostics(counters);
        _access = [new AccessMap(options.Coils), new AccessMap(options.DiscreteInputs), new AccessMap(options.InputRegisters), new AccessMap(options.HoldingRegisters)];
        Coils = new BitTable(_lock, options.Coils);
        DiscreteInputs = new BitTable(_lock, options.DiscreteInputs);
        InputRegisters = new RegisterTable(_lock, options.InputRegisters);
        HoldingRegisters = new RegisterTable(_lock, options.HoldingRegisters);
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
    /// Makes what is read and written until the disposal one step to every client: <c>using (unit.BeginUpdate()) { … }</c>.
    /// Clients wait meanwhile, so be brief.
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
