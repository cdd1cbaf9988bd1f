using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Busbar.Modbus;

/// <summary>
/// An address with its table, as documents of devices print it: <c>40001</c> or <c>400001</c>, counted from 1 behind a digit that says
/// the table (0 coils, 1 discrete inputs, 3 input registers, 4 holding registers). On the wire addresses count from 0 and have no digit.
/// </summary>
public readonly record struct ModbusAddress
{
    private const int ShortDigits = 5;
    private const int LongDigits = 6;

    /// <summary>An address on the wire.</summary>
    /// <param name="table">The table.</param>
    /// <param name="offset">The address, 0 to 65,535.</param>
    /// <exception cref="ArgumentOutOfRangeException">Table or offset is outside its range.</exception>
    public ModbusAddress(ModbusTable table, int offset)
    {
        if (!Enum.IsDefined(table))
            throw new ArgumentOutOfRangeException(nameof(table), table, "There is no such table.");
        if ((uint)offset > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "The address must be 0 to 65535.");
        Table = table;
        Offset = offset;
    }

    /// <summary>The table.</summary>
    public ModbusTable Table { get; }

    /// <summary>The address on the wire, 0 to 65,535.</summary>
    public int Offset { get; }

    /// <summary>Whether the table holds bits and not registers.</summary>
    public bool IsBit => Table is ModbusTable.Coils or ModbusTable.DiscreteInputs;

    /// <summary>Reads the notation with five digits (numbers 1 to 9,999) or six (1 to 65,536). A plain number is none: nothing is guessed from its size.</summary>
    /// <exception cref="FormatException">It is no such address.</exception>
    public static ModbusAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out ModbusAddress address)
            ? address
            : throw new FormatException($"'{text}' is no address of five or six digits, such as 40001 or 400001: 0, 1, 3 or 4 for the table, and a number from 1 to 9999 or 65536.");
    }

    /// <summary>The same without an exception.</summary>
    /// <returns>False when it is no such address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ModbusAddress address)
    {
        address = default;
        if (text is not { Length: ShortDigits or LongDigits } || TableOf(text[0]) is not { } table)
            return false;
        if (!int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > ModbusLimits.AddressCount)
            return false;

        address = new ModbusAddress(table, number - 1);
        return true;
    }

    /// <summary>The notation with five digits, with six from number 10,000 on.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Digit(Table)}{(Offset < 9_999 ? (Offset + 1).ToString("D4", CultureInfo.InvariantCulture) : (Offset + 1).ToString("D5", CultureInfo.InvariantCulture))}");

    private static ModbusTable? TableOf(char digit) => digit switch
    {
        '0' => ModbusTable.Coils,
        '1' => ModbusTable.DiscreteInputs,
        '3' => ModbusTable.InputRegisters,
        '4' => ModbusTable.HoldingRegisters,
        _ => null,
    };

    private static char Digit(ModbusTable table) => table switch
    {
        ModbusTable.Coils => '0',
        ModbusTable.DiscreteInputs => '1',
        ModbusTable.InputRegisters => '3',
        _ => '4',
    };
}
