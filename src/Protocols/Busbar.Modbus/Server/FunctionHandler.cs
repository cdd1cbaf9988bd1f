namespace Busbar.Modbus;

/// <summary>A user's own function: timed, named when it throws or takes long, and held to an answer that can be sent.</summary>
internal sealed class FunctionHandler(ModbusFunctionHandler handle, ModbusServerOptions options)
{
    private readonly HandlerTime _time = new(options);

    /// <returns>Octets of the answer, 0 for none; -1 when it failed.</returns>
    public int Run(ModbusRequest request, Span<byte> answer)
    {
        long start = _time.Start();
        int length;
        try
        {
            answer[0] = request.Pdu[0];
            length = handle(request, answer[..ModbusLimits.MaxPduLength]);
        }
        catch (Exception exception)
        {
            Log.FunctionHandlerFailed(options.Logger, exception, request.Unit, request.Function);
            return -1;
        }

        if (_time.SlowSince(start) is { } taken)
            Log.FunctionHandlerSlow(options.Logger, request.Unit, HandlerTime.NameOf(handle), taken.TotalMilliseconds, request.Function);
        if (CanBeSent(request.Pdu, answer, length))
            return length;
        Log.FunctionAnswerWrong(options.Logger, request.Unit, HandlerTime.NameOf(handle), request.Function, length);
        return -1;
    }

    private static bool CanBeSent(ReadOnlySpan<byte> request, ReadOnlySpan<byte> answer, int length)
    {
        if (answer[0] == (request[0] | ExceptionResponse.Mark))
            return length == ExceptionResponse.Length;
        return length is >= 0 and <= ModbusLimits.MaxPduLength && answer[0] == request[0];
    }
}
