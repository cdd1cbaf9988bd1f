namespace Busbar.Modbus;

/// <summary>The server answered a request with something that is no answer to it. The connection goes on: its framing is intact.</summary>
public sealed class ModbusProtocolException : ModbusException
{
    /// <summary>An exception that names the rule the answer broke.</summary>
    /// <param name="functionCode">The function of the request.</param>
    /// <param name="unit">The unit identifier of the request.</param>
    /// <param name="rule">What the answer should have been.</param>
    public ModbusProtocolException(FunctionCode functionCode, int unit, string rule)
        : base($"Unit {unit} answered {functionCode} with what is no answer: {rule}.", functionCode, unit) => Rule = rule;

    /// <summary>The rule the answer broke.</summary>
    public string Rule { get; }
}
