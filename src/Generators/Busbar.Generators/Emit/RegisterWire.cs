using Busbar.Generators.Models;
using Busbar.Generators.Parsing;

namespace Busbar.Generators.Emit;

/// <summary>Expressions between a property's value and what its registers hold.</summary>
internal static class RegisterWire
{
    private const string Runtime = "global::Busbar.Modbus.";
    private const double WholeTolerance = 1e-9; // as that of a polled point

    /// <summary>The .NET type of what the registers hold.</summary>
    public static string TypeOf(RegisterModel register) => RegisterTypes.Name(register.Wire);

    /// <summary>What the registers hold, taken from octets.</summary>
    public static string Read(string type, string octets, string order) => $"{Runtime}RegisterValue.Read<{type}>({octets}{OrderArgument(order)})";

    /// <summary>A statement that lays down what the registers are to hold.</summary>
    public static string Write(string octets, string wire, string order) => $"{Runtime}RegisterValue.Write({octets}, {wire}{OrderArgument(order)});";

    public static string OrderArgument(string order) => order == "ABCD" ? "" : $", {Runtime}RegisterOrder.{order}";

    /// <summary>The property's value of what the registers hold.</summary>
    public static string FromWire(RegisterModel register, string wire)
    {
        if (register.Type.IsEnum)
            return $"({register.Type.Name}){wire}";
        if (register.Scale is 1)
            return wire;
        string scaled = register.Type.IsDecimal
            ? Divides(register.Scale, out double whole) ? $"{wire} / {Literals.Decimal(whole)}" : $"{wire} * {Literals.Decimal(register.Scale)}"
            : Divides(register.Scale, out whole) ? $"{wire} / {Literals.Of(whole)}" : $"{wire} * {Literals.Of(register.Scale)}";
        return register.Type.Number == "float" ? $"(float)({scaled})" : scaled;
    }

    /// <summary>What the registers hold for a property's value; it throws when that does not fit.</summary>
    public static string ToWire(RegisterModel register, string value)
    {
        string property = Literals.Of(register.DisplayName);
        string wire = TypeOf(register);
        if (register.Type.IsDecimal)
            return $"{Runtime}MapValue.Round<{wire}>({value}, {Literals.Decimal(register.Scale)}, {property})";
        if (register.Type.IsFloating)
            return FloatingToWire(register, value, wire, property);

        string number = register.Type.IsEnum ? $"({register.Type.Number}){value}" : value;
        return register.Type.Number == wire ? number : $"{Runtime}MapValue.Fit<{register.Type.Number}, {wire}>({number}, {property})";
    }

    private static string FloatingToWire(RegisterModel register, string value, string wire, string property)
    {
        string steps = register.Scale is 1 ? value : Divides(register.Scale, out double whole) ? $"{value} * {Literals.Of(whole)}" : $"{value} / {Literals.Of(register.Scale)}";
        return register.Wire switch
        {
            WireType.Float64 => steps,
            WireType.Float32 when register.Scale is 1 && register.Type.Number == "float" => value,
            WireType.Float32 => $"{Runtime}MapValue.FitSingle({steps}, {property})",
            _ => $"{Runtime}MapValue.Round<{wire}>({steps}, {value}, {Literals.Of(register.Scale)}, {property})",
        };
    }

    /// <summary>Whether to divide by a whole number, which is exact where to multiply by its reciprocal is not.</summary>
    private static bool Divides(double scale, out double whole)
    {
        double reciprocal = 1 / scale;
        whole = Math.Round(reciprocal);
        return Math.Abs(whole) > 1 && Math.Abs(reciprocal - whole) <= Math.Abs(whole) * WholeTolerance;
    }
}
