namespace Busbar.Modbus;

/// <summary>A user's handler of writes: timed, and named when it throws or takes long.</summary>
internal sealed class WriteHandler(Action<ModbusChange> handle, ModbusServerOptions options)
{
    private long _slow = options.SlowHandler.Ticks; // what takes longer is named

    /// <returns>False when it threw.</returns>
    public bool Run(ModbusChange change)
    {
        long start = options.TimeProvider.GetTimestamp();
        try
        {
            handle(change);
        }
        catch (Exception exception)
        {
            Log.WriteHandlerFailed(options.Logger, exception, change.Unit, change.Table, change.Address);
            return false;
        }

        TimeSpan taken = options.TimeProvider.GetElapsedTime(start);
        if (taken.Ticks > Volatile.Read(ref _slow))
            NameSlow(change, taken);
        return true;
    }

    /// <summary>Again only when it takes twice as long: a handler that is always slow would fill the log.</summary>
    private void NameSlow(ModbusChange change, TimeSpan taken)
    {
        Volatile.Write(ref _slow, taken.Ticks * 2);
        Log.WriteHandlerSlow(options.Logger, change.Unit, $"{handle.Method.DeclaringType?.Name}.{handle.Method.Name}", taken.TotalMilliseconds, change.Table, change.Address);
    }
}
