namespace Busbar.Modbus;

/// <summary>What went wrong with one request, other than its time (<see cref="ModbusTimeoutException"/>) or its link.</summary>
public abstract class ModbusException : Exception
{
    private protected ModbusException(string message, FunctionCode functionCode, int unit)
        : base(message)
    {
        FunctionCode = functionCode;
        Unit = unit;
    }

    /// <summary>The function of the request.</summary>
    public FunctionCode FunctionCode { get; }

    /// <summary>The unit identifier of the request.</summary>
    public int Unit { get; }
}
