using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Busbar.Modbus;

/// <summary>
/// What stands behind one generated register map, and is called by it: its lock, the reads and writes under way, the changes that are
/// not yet written. Users call the map.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MapTransfer
{
    private readonly string _map;
    private readonly MapChanges _changes;
    private readonly List<ValueTask> _reads = [];
    private ushort[]? _registers; // of the write under way
    private bool[]? _coils;
    private DateTimeOffset? _readAt;
    private int _isUnderWay;

    /// <summary>The transfer of a map that was neither read nor set.</summary>
    /// <param name="map">The map's name, for exceptions.</param>
    /// <param name="slots">What can be set, by table and address, none on another.</param>
    public MapTransfer(string map, params ReadOnlySpan<MapSlot> slots)
    {
        _map = map;
        _changes = new MapChanges(slots);
    }

    /// <summary>Held while properties change: by setters, and by a read once all its requests were answered.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Whether something was set and is not yet written.</summary>
    public bool HasChanges
    {
        get
        {
            lock (Lock)
                return _changes.Any;
        }
    }

    /// <summary>When the last read that succeeded was begun; null before.</summary>
    public DateTimeOffset? ReadAt
    {
        get
        {
            lock (Lock)
                return _readAt;
        }
    }

    /// <summary>Begins a read; to be disposed when it has ended.</summary>
    /// <exception cref="InvalidOperationException">A read or a write is under way.</exception>
    public MapReading BeginReading(ModbusClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        Begin();
        _reads.Clear();
        return new MapReading(this, client.Options.TimeProvider.GetUtcNow());
    }

    /// <summary>Whether a read must leave a property alone, because it was set and is not yet written. To be called under the lock.</summary>
    public bool IsChanged(int slot) => _changes.IsPending(slot);

    /// <summary>Whether a read must leave a bit field alone. To be called under the lock.</summary>
    public bool IsChanged(int slot, int mask) => _changes.IsPending(slot, mask);

    /// <summary>Where the octets of what was set go. To be called under the lock.</summary>
    public Span<byte> Change(int slot) => _changes.Set(slot);

    /// <summary>Where the coils of what was set go. To be called under the lock.</summary>
    public Span<bool> ChangeCoils(int slot) => _changes.SetCoils(slot);

    /// <summary>Sets a bit field. To be called under the lock.</summary>
    /// <param name="slot">Its register.</param>
    /// <param name="mask">Its bits.</param>
    /// <param name="bits">What they are to be.</param>
    public void ChangeBits(int slot, int mask, int bits) => _changes.SetBits(slot, mask, bits);

    /// <summary>Says what a register of bit fields was read to be. To be called under the lock.</summary>
    public void Know(int slot, ushort register) => _changes.Know(slot, register);

    /// <summary>Forgets what was set and is not yet written.</summary>
    public void DiscardChanges()
    {
        lock (Lock)
            _changes.Discard();
    }

    /// <summary>Writes what was set, in the order of tables and addresses, what lies side by side with one request.</summary>
    /// <exception cref="InvalidOperationException">A read or a write is under way, or a register of which some bits were set was never read.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteChangesAsync(ModbusClient client, int unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        Begin();
        try
        {
            lock (Lock)
                _changes.CheckKnown();

            Exception? refused = null;
            MapWrite write = default;
            while (TryTake(write.EndSlot, out write))
                refused = await TryWriteAsync(client, unit, write, cancellationToken).ConfigureAwait(false) ?? refused;
            if (refused is not null)
                ExceptionDispatchInfo.Throw(refused);
        }
        finally
        {
            End();
        }
    }

    internal void Add(ValueTask read) => _reads.Add(read);

    /// <summary>Waits for all reads, whatever becomes of each, and throws what went wrong first.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask AllAsync()
    {
        ExceptionDispatchInfo? failed = null;
        for (int i = 0; i < _reads.Count; i++)
        {
            try
            {
                await _reads[i].ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failed ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failed?.Throw();
    }

    internal void SetReadAt(DateTimeOffset time) => _readAt = time;

    internal void End() => Volatile.Write(ref _isUnderWay, 0);

    private void Begin()
    {
        if (Interlocked.Exchange(ref _isUnderWay, 1) != 0)
            throw new InvalidOperationException($"A read or a write of this {_map} is under way: await it before the next.");
    }

    private bool TryTake(int from, out MapWrite write)
    {
        _registers ??= new ushort[ModbusLimits.MaxWriteRegisters];
        _coils ??= new bool[ModbusLimits.MaxWriteCoils];
        lock (Lock)
            return _changes.TryTake(from, _registers, _coils, out write);
    }

    /// <returns>What the device refused it with, which harms no other change; null when it was written.</returns>
    private async ValueTask<Exception?> TryWriteAsync(ModbusClient client, int unit, MapWrite write, CancellationToken cancellationToken)
    {
        bool isWritten = false;
        try
        {
            await SendAsync(client, unit, write, cancellationToken).ConfigureAwait(false);
            isWritten = true;
            return null;
        }
        catch (ModbusServerException exception)
        {
            return exception;
        }
        finally
        {
            lock (Lock)
                _changes.End(write, isWritten, _registers);
        }
    }

    private ValueTask SendAsync(ModbusClient client, int unit, in MapWrite write, CancellationToken cancellationToken) => write switch
    {
        { Table: ModbusTable.Coils, Count: 1 } => client.WriteSingleCoilAsync(unit, write.Address, _coils![0], cancellationToken),
        { Table: ModbusTable.Coils } => client.WriteMultipleCoilsAsync(unit, write.Address, _coils.AsMemory(0, write.Count), cancellationToken),
        { Count: 1 } => client.WriteSingleRegisterAsync(unit, write.Address, _registers![0], cancellationToken),
        _ => client.WriteMultipleRegistersAsync(unit, write.Address, _registers.AsMemory(0, write.Count), cancellationToken),
    };
}
