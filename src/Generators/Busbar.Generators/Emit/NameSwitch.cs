using System.Text;

namespace Busbar.Generators.Emit;

/// <summary>
/// A switch over names in UTF-8, which C# has none of: on the length, and where several names share it on the octet that tells most of
/// them apart, until one comparison is left. A hundred names cost two or three jumps and one comparison.
/// </summary>
internal static class NameSwitch
{
    private const int Chain = 2; // so many names are compared one after the other without looking at an octet first
    private const int Inlined = 12; // of more names than that, each is compared by a call

    /// <param name="writer">Where it goes.</param>
    /// <param name="variable">The span that holds the name.</param>
    /// <param name="cases">The names, each once, with what to do.</param>
    /// <param name="otherwise">What to do with any other name; null when the switch is just left.</param>
    /// <param name="leaves">Whether each case ends with a return.</param>
    public static void Emit(SourceWriter writer, string variable, IReadOnlyList<(string Name, Action<SourceWriter> Body)> cases, Action<SourceWriter>? otherwise, bool leaves = false)
    {
        if (cases.Count == 0)
        {
            otherwise?.Invoke(writer);
            return;
        }

        bool needsIndex = otherwise is not null && cases.GroupBy(one => Length(one.Name)).Any(group => group.Count() > Chain);
        if (needsIndex) // nested switches have no way to a common default
        {
            EmitChain(writer, variable, cases, otherwise!);
            return;
        }

        writer.Open($"switch ({variable}.Length)");
        foreach (IGrouping<int, (string Name, Action<SourceWriter> Body)> group in cases.GroupBy(one => Length(one.Name)).OrderBy(group => group.Key))
            EmitGroup(writer, variable, group.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), [.. group], [], leaves, Comparison(cases.Count));
        if (otherwise is not null)
            EmitCase(writer, "default:", otherwise, leaves: false);
        writer.Close();
    }

    private static void EmitGroup(SourceWriter writer, string variable, string label, (string Name, Action<SourceWriter> Body)[] group, int[] looked, bool leaves, string comparison)
    {
        int place = group.Length > Chain ? BestPlace(group, looked) : -1;
        if (place < 0)
        {
            foreach ((string name, Action<SourceWriter> body) in group)
                EmitCase(writer, $"case {label} when {comparison}({variable}, {Literals.Utf8(name)}):", body, leaves);
            return;
        }

        EmitCase(writer, $"case {label}:", inner =>
        {
            inner.Open($"switch ({variable}[{place}])");
            foreach (IGrouping<byte, (string Name, Action<SourceWriter> Body)> part in group.GroupBy(one => Octets(one.Name)[place]).OrderBy(part => part.Key))
                EmitGroup(inner, variable, Octet(part.Key), [.. part], [.. looked, place], leaves, comparison);
            inner.Close().Line();
        }, leaves: false);
    }

    private static void EmitCase(SourceWriter writer, string label, Action<SourceWriter> body, bool leaves)
    {
        writer.Line(label);
        writer.Deeper(inner =>
        {
            body(inner);
            if (!leaves)
                inner.Line("break;");
        });
    }

    private static void EmitChain(SourceWriter writer, string variable, IReadOnlyList<(string Name, Action<SourceWriter> Body)> cases, Action<SourceWriter> otherwise)
    {
        string keyword = "if";
        foreach ((string name, Action<SourceWriter> body) in cases)
        {
            writer.Open($"{keyword} ({Comparison(cases.Count)}({variable}, {Literals.Utf8(name)}))");
            body(writer);
            writer.Close();
            keyword = "else if";
        }

        writer.Open("else");
        otherwise(writer);
        writer.Close();
    }

    /// <summary>The place whose octet leaves the fewest names together; -1 when none parts them any more.</summary>
    private static int BestPlace((string Name, Action<SourceWriter> Body)[] group, int[] looked)
    {
        byte[][] names = [.. group.Select(one => Octets(one.Name))];
        int best = -1;
        int fewest = names.Length;
        for (int place = 0; place < names[0].Length; place++)
        {
            int most = looked.Contains(place) ? names.Length : names.GroupBy(name => name[place]).Max(part => part.Count());
            if (most >= fewest)
                continue;
            fewest = most;
            best = place;
        }

        return best;
    }

    private static string Comparison(int names) => names > Inlined ? "global::Busbar.Utf8Name.Is" : "global::System.MemoryExtensions.SequenceEqual";

    private static int Length(string name) => Encoding.UTF8.GetByteCount(name);

    private static byte[] Octets(string name) => Encoding.UTF8.GetBytes(name);

    private static string Octet(byte octet) => octet is >= (byte)' ' and < 127 ? $"(byte){Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral((char)octet, quote: true)}" : $"0x{octet:X2}";
}
