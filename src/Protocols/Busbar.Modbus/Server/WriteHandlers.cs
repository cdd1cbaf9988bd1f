using System.Collections.Immutable;

namespace Busbar.Modbus;

/// <summary>A unit's handlers of writes: called in the order they were added, timed, and named when they throw or take long.</summary>
internal sealed class WriteHandlers(ModbusServerOptions options)
{
    private ImmutableArray<Action<ModbusChange>> _handlers = [];
    private long _slow = options.SlowHandler.Ticks; // what takes longer is named

    public bool IsEmpty => _handlers.IsEmpty;

    public void Add(Action<ModbusChange> handler) =>
        ImmutableInterlocked.Update(ref _handlers, static (handlers, added) => handlers.Add(added), handler);

    /// <returns>False when one threw; those behind it are not called.</returns>
    public bool Run(ModbusChange change)
    {
        foreach (Action<ModbusChange> handler in _handlers)
        {
            long start = options.TimeProvider.GetTimestamp();
            try
            {
                handler(change);
            }
            catch (Exception exception)
            {
                Log.WriteHandlerFailed(options.Logger, exception, change.Unit, change.Table, change.Address);
                return false;
            }

            TimeSpan taken = options.TimeProvider.GetElapsedTime(start);
            if (taken.Ticks > Volatile.Read(ref _slow))
                NameSlow(handler, change, taken);
        }

        return true;
    }

    /// <summary>Again only when one takes twice as long: a handler that is always slow would fill the log.</summary>
    private void NameSlow(Action<ModbusChange> handler, ModbusChange change, TimeSpan taken)
    {
        Volatile.Write(ref _slow, taken.Ticks * 2);
        Log.WriteHandlerSlow(options.Logger, change.Unit, $"{handler.Method.DeclaringType?.Name}.{handler.Method.Name}", taken.TotalMilliseconds, change.Table, change.Address);
    }
}
