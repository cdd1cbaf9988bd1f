using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>What a sub-function of diagnostics gave, as a line of output.</summary>
/// <param name="Unit">The unit asked.</param>
/// <param name="SubFunction">What was asked for.</param>
/// <param name="Value">The answer; null when it was refused, or is never given.</param>
/// <param name="Exception">What it was refused with; null when it was not.</param>
internal sealed record DiagnosticRow(int Unit, DiagnosticSubFunction SubFunction, ushort? Value, string? Exception)
{
    /// <summary>Null for one without a name.</summary>
    public string? Name => Enum.IsDefined(SubFunction) ? SubFunction.ToString() : null;

    public string ToJson() => JsonLine.Of(json =>
    {
        json.WriteNumber("unit", Unit);
        json.WriteNumber("sub", (ushort)SubFunction);
        json.WriteString("name", Name);
        json.WritePropertyName("value");
        if (Value is { } value)
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
        json.WriteString("exception", Exception);
    });
}
