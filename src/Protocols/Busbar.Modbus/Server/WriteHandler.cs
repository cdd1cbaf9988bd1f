namespace Busbar.Modbus;

/// <summary>A user's handler of writes: timed, and named when it throws or takes long.</summary>
/// <param name="named">What the user gave.</param>
/// <param name="handle">The same for a view on what was written.</param>
/// <param name="options">The server's.</param>
internal sealed class WriteHandler(Delegate named, ModbusWriteHandler handle, ModbusServerOptions options)
{
    private readonly HandlerTime _time = new(options);

    /// <returns>False when it threw.</returns>
    public bool Run(in ModbusWrite write)
    {
        long start = _time.Start();
        try
        {
            handle(write);
        }
        catch (Exception exception)
        {
            Log.WriteHandlerFailed(options.Logger, exception, write.Unit, write.Table, write.Address);
            return false;
        }

        if (_time.SlowSince(start) is { } taken)
            Log.WriteHandlerSlow(options.Logger, write.Unit, HandlerTime.NameOf(named), taken.TotalMilliseconds, write.Table, write.Address);
        return true;
    }
}
