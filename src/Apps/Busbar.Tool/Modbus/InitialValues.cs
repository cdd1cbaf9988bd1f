using System.Globalization;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>Values a table starts with: <c>holding:0=1,2,3</c>.</summary>
internal sealed record InitialValues(ModbusTable Table, int Address, ushort[] Values)
{
    public static InitialValues Parse(string text)
    {
        string[] sides = text.Split('=', 2);
        string[] place = sides[0].Split(':', 2);
        if (sides.Length != 2 || place.Length != 2 || !ModbusNames.TableNames.Contains(place[0], StringComparer.Ordinal))
            throw new UsageException($"--set must be TABLE:ADDRESS=V,V,… with TABLE one of {string.Join(", ", ModbusNames.TableNames)}, such as holding:0=1,2,3, not '{text}'.");
        return new InitialValues(ModbusNames.TableOf(place[0]), ModbusArguments.ParseAddress(place[1]), [.. sides[1].Split(',').Select(ParseValue)]);
    }

    public void WriteTo(ModbusUnit unit, int size)
    {
        if (Address + Values.Length > size)
            throw new UsageException($"--set {ModbusNames.Of(Table)}:{Address} goes beyond the table's {size} addresses.");
        bool[] bits = [.. Values.Select(value => value != 0)];
        switch (Table)
        {
            case ModbusTable.Coils: unit.Coils.Write(Address, bits); break;
            case ModbusTable.DiscreteInputs: unit.DiscreteInputs.Write(Address, bits); break;
            case ModbusTable.InputRegisters: unit.InputRegisters.Write(Address, Values); break;
            default: unit.HoldingRegisters.Write(Address, Values); break;
        }
    }

    private static ushort ParseValue(string text)
    {
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort value))
            return value;
        if (short.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out short negative))
            return (ushort)negative;
        throw new UsageException($"--set takes numbers from -32768 to 65535, not '{text}'.");
    }
}
