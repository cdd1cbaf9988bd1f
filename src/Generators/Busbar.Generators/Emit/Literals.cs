using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Generators.Emit;

/// <summary>Values as C# writes them.</summary>
internal static class Literals
{
    public static string Of(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A UTF-8 literal: <c>"name"u8</c>.</summary>
    public static string Utf8(string text) => Of(text) + "u8";

    /// <summary>With all its digits, and as a double even where it is whole.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";

    /// <summary>The decimal that a double stands for: 0.1 is <c>0.1m</c>.</summary>
    public static string Decimal(double value) => ((decimal)value).ToString(CultureInfo.InvariantCulture) + "m";

    /// <summary>A mask of a register: <c>0x0008</c>.</summary>
    public static string Mask(int value) => "0x" + value.ToString("X4", CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";
}
