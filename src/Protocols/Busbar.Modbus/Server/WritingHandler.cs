namespace Busbar.Modbus;

/// <summary>A user's handler that is asked before writes: timed, and named when it throws or takes long.</summary>
internal sealed class WritingHandler(ModbusWritingHandler handle, ModbusServerOptions options)
{
    private readonly HandlerTime _time = new(options);

    public ModbusExceptionCode Run(in ModbusWrite write)
    {
        long start = _time.Start();
        ModbusExceptionCode refusal;
        try
        {
            refusal = handle(write);
        }
        catch (Exception exception)
        {
            Log.WriteHandlerFailed(options.Logger, exception, write.Unit, write.Table, write.Address);
            return ModbusExceptionCode.ServerDeviceFailure;
        }

        if (_time.SlowSince(start) is { } taken)
            Log.WriteHandlerSlow(options.Logger, write.Unit, HandlerTime.NameOf(handle), taken.TotalMilliseconds, write.Table, write.Address);
        return refusal;
    }
}
