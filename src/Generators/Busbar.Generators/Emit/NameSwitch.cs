using System.Globalization;
using System.Text;

namespace Busbar.Generators.Emit;

/// <summary>
/// A switch over names in UTF-8, which C# has none of: on the length, and where several names share it on a number made of the octets that
/// tell them apart, until one comparison is left. Mostly these are two jumps, for three names as for a hundred.
/// </summary>
internal static class NameSwitch
{
    private const int Chain = 2; // so many names are compared one after the other without looking at an octet first

    /// <summary>Of more names than that, none is compared in the switch: a method with a hundred comparisons has more variables than the compiler follows.</summary>
    public const int MostCompared = 12;

    /// <summary>Compares in the switch.</summary>
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

        bool needsKey = otherwise is not null && cases.GroupBy(one => Length(one.Name)).Any(group => group.Count() > Chain);
        if (needsKey) // nested switches have no way to a common default
            EmitChain(writer, variable, cases, otherwise!);
        else
            EmitLengths(writer, variable, cases, otherwise, new Form(leaves, IsCompared: true));
    }

    /// <summary>Leads each name to its case, and any other to one of them or to none; what stands there compares, and ends with a return.</summary>
    /// <inheritdoc cref="Emit"/>
    public static void EmitUncompared(SourceWriter writer, string variable, IReadOnlyList<(string Name, Action<SourceWriter> Body)> cases) =>
        EmitLengths(writer, variable, cases, otherwise: null, new Form(Leaves: true, IsCompared: false));

    /// <summary>The condition that a variable holds a name.</summary>
    public static string Is(string variable, string name) => $"global::System.MemoryExtensions.SequenceEqual({variable}, {Literals.Utf8(name)})";

    private static void EmitLengths(SourceWriter writer, string variable, IReadOnlyList<(string Name, Action<SourceWriter> Body)> cases, Action<SourceWriter>? otherwise, Form form)
    {
        writer.Open($"switch ({variable}.Length)");
        foreach (IGrouping<int, (string Name, Action<SourceWriter> Body)> group in cases.GroupBy(one => Length(one.Name)).OrderBy(group => group.Key))
            EmitGroup(writer, variable, group.Key.ToString(CultureInfo.InvariantCulture), [.. group], form);
        if (otherwise is not null)
            EmitCase(writer, "default:", otherwise, leaves: false);
        writer.Close();
    }

    private static void EmitGroup(SourceWriter writer, string variable, string label, (string Name, Action<SourceWriter> Body)[] group, Form form)
    {
        if (group.Length <= (form.IsCompared ? Chain : 1))
        {
            foreach ((string name, Action<SourceWriter> body) in group)
                EmitCase(writer, form.IsCompared ? $"case {label} when {Is(variable, name)}:" : $"case {label}: // {Literals.Of(name)}", body, form.Leaves);
            return;
        }

        string[] names = [.. group.Select(one => one.Name)];
        NameKey key = NameKey.FindPerfect(names) ?? NameKey.FindBest(names);
        EmitCase(writer, $"case {label}:", inner =>
        {
            inner.Open($"switch ({key.Of(variable)})");
            foreach (IGrouping<int, (string Name, Action<SourceWriter> Body)> part in group.GroupBy(one => key.Of(one.Name, out _)).OrderBy(part => part.Key))
            {
                key.Of(part.First().Name, out string octet);
                EmitGroup(inner, variable, octet, [.. part], form);
            }

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
            writer.Open($"{keyword} ({(cases.Count > MostCompared ? $"global::Busbar.Utf8Name.Is({variable}, {Literals.Utf8(name)})" : Is(variable, name))})");
            body(writer);
            writer.Close();
            keyword = "else if";
        }

        writer.Open("else");
        otherwise(writer);
        writer.Close();
    }

    private static int Length(string name) => Encoding.UTF8.GetByteCount(name);

    /// <param name="Leaves">Each case ends with a return.</param>
    /// <param name="IsCompared">In the switch, not behind it.</param>
    private readonly record struct Form(bool Leaves, bool IsCompared);
}
