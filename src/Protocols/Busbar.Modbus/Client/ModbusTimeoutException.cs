namespace Busbar.Modbus;

/// <summary>The answer to a request did not come in time. Should it still come, it is dropped and counted.</summary>
public sealed class ModbusTimeoutException : TimeoutException
{
    /// <summary>An exception that says what was not answered.</summary>
    /// <param name="functionCode">The function of the request.</param>
    /// <param name="unit">The unit identifier of the request.</param>
    /// <param name="address">The first address of the request, 0 when its function has none.</param>
    /// <param name="timeout">How long it was waited for, counted from the sending.</param>
    public ModbusTimeoutException(FunctionCode functionCode, int unit, int address, TimeSpan timeout)
        : base($"Unit {unit} did not answer {functionCode}{RequestRange.At(functionCode, address)} within {FormattableString.Invariant($"{timeout.TotalSeconds:0.###}")} s.")
    {
        FunctionCode = functionCode;
        Unit = unit;
        Address = address;
        Timeout = timeout;
    }

    /// <summary>The function of the request.</summary>
    public FunctionCode FunctionCode { get; }

    /// <summary>The unit identifier of the request.</summary>
    public int Unit { get; }

    /// <summary>The first address of the request, 0 when its function has none.</summary>
    public int Address { get; }

    /// <summary>How long was waited, counted from the sending.</summary>
    public TimeSpan Timeout { get; }
}
