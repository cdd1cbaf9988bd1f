using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Busbar.Generators.Emit;

/// <summary>A number made of one or two octets of a name, by which names of one length are told apart: <c>(3 * name[0]) + name[4]</c>.</summary>
internal sealed class NameKey
{
    private const int MostFactor = 64;
    private const int MostPlaces = 8; // that are tried in pairs: names may be long, and users are typing

    private readonly int _place;
    private readonly int _factor; // 0: the one octet alone
    private readonly int _second;

    private NameKey(int place, int factor = 0, int second = 0)
    {
        _place = place;
        _factor = factor;
        _second = second;
    }

    /// <summary>The key that leads to each name by one jump: no two share it, and C# makes one table of its values.</summary>
    /// <returns>Null when there is none.</returns>
    public static NameKey? FindPerfect(IReadOnlyList<string> names)
    {
        byte[][] octets = [.. names.Select(Octets)];
        int[] places = [.. BestPlaces(octets).Take(MostPlaces)];
        if (new NameKey(places[0]) is var alone && alone.PartsAll(octets))
            return alone;
        IEnumerable<NameKey> pairs =
            from first in places
            from second in places
            where first != second && new NameKey(first, 256, second).PartsAll(octets)
            from factor in Enumerable.Range(2, MostFactor - 1)
            select new NameKey(first, factor, second);
        return pairs.FirstOrDefault(key => key.IsDense(octets) && key.PartsAll(octets));
    }

    /// <summary>The octet that leaves the fewest names together.</summary>
    public static NameKey FindBest(IReadOnlyList<string> names) => new(BestPlaces([.. names.Select(Octets)]).First());

    /// <summary>The key of the name that a variable holds.</summary>
    public string Of(string variable) => _factor == 0 ? $"{variable}[{Text(_place)}]" : $"({Text(_factor)} * {variable}[{Text(_place)}]) + {variable}[{Text(_second)}]";

    /// <summary>The key of a name.</summary>
    public int Of(string name, out string label)
    {
        int value = Of(Octets(name));
        label = _factor > 0 ? Text(value) : value is >= ' ' and < 127 ? $"(byte){SymbolDisplay.FormatLiteral((char)value, quote: true)}" : $"0x{value:X2}";
        return value;
    }

    /// <summary>Those that leave the fewest names together first.</summary>
    private static IEnumerable<int> BestPlaces(byte[][] names) =>
        Enumerable.Range(0, names[0].Length).OrderBy(place => names.GroupBy(name => name[place]).Max(part => part.Count()));

    private int Of(byte[] name) => _factor == 0 ? name[_place] : (_factor * name[_place]) + name[_second];

    private bool PartsAll(byte[][] names) => names.Select(Of).Distinct().Count() == names.Length;

    /// <summary>Half of the numbers from the least to the greatest are used: with fewer, C# compares before it jumps.</summary>
    private bool IsDense(byte[][] names) => names.Max(Of) - names.Min(Of) < names.Length * 2;

    private static byte[] Octets(string name) => Encoding.UTF8.GetBytes(name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
