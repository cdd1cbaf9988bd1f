namespace Busbar.Modbus;

/// <summary>The server refused a request with an exception response; MODBUS Application Protocol V1.1b3 §7.</summary>
public sealed class ModbusServerException : ModbusException
{
    /// <summary>An exception that says who refused what, and why.</summary>
    /// <param name="functionCode">The function of the request.</param>
    /// <param name="exceptionCode">Why; codes without a name are kept as numbers.</param>
    /// <param name="unit">The unit identifier of the request.</param>
    /// <param name="address">The first address of the request, 0 when its function has none.</param>
    public ModbusServerException(FunctionCode functionCode, ModbusExceptionCode exceptionCode, int unit, int address)
        : base($"Unit {unit} refused {functionCode}{RequestRange.At(functionCode, address)}: {Describe(exceptionCode)}.", functionCode, unit)
    {
        ExceptionCode = exceptionCode;
        Address = address;
    }

    /// <summary>Why it refused.</summary>
    public ModbusExceptionCode ExceptionCode { get; }

    /// <summary>The first address of the request, 0 when its function has none.</summary>
    public int Address { get; }

    private static string Describe(ModbusExceptionCode code) =>
        Enum.IsDefined(code) ? $"{code} ({(byte)code:X2})" : $"exception code {(byte)code:X2}";
}
