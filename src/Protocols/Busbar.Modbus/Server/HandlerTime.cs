namespace Busbar.Modbus;

/// <summary>How long a user's handler may take before it is named; again only when it takes twice as long: one that is always slow would fill the log.</summary>
internal sealed class HandlerTime(ModbusServerOptions options)
{
    private long _slow = options.SlowHandler.Ticks;

    public long Start() => options.TimeProvider.GetTimestamp();

    /// <returns>How long it took when it is to be named; otherwise null.</returns>
    public TimeSpan? SlowSince(long start)
    {
        TimeSpan taken = options.TimeProvider.GetElapsedTime(start);
        if (taken.Ticks <= Volatile.Read(ref _slow))
            return null;
        Volatile.Write(ref _slow, taken.Ticks * 2);
        return taken;
    }

    public static string NameOf(Delegate handler) => $"{handler.Method.DeclaringType?.Name}.{handler.Method.Name}";
}
