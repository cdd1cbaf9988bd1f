namespace Busbar.Modbus;

/// <summary>A user's handler of reads: timed, and named when it throws or takes long.</summary>
internal sealed class ReadHandler(ModbusReadHandler handle, ModbusServerOptions options)
{
    private readonly HandlerTime _time = new(options);

    public ModbusExceptionCode Run(in ModbusRead read)
    {
        long start = _time.Start();
        ModbusExceptionCode refusal;
        try
        {
            refusal = handle(read);
        }
        catch (Exception exception)
        {
            Log.ReadHandlerFailed(options.Logger, exception, read.Unit, read.Table, read.Address);
            return ModbusExceptionCode.ServerDeviceFailure;
        }

        if (_time.SlowSince(start) is { } taken)
            Log.ReadHandlerSlow(options.Logger, read.Unit, HandlerTime.NameOf(handle), taken.TotalMilliseconds, read.Table, read.Address);
        return refusal;
    }
}
