using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>
/// The body of the method that makes a user's record: a local for each member, the loop that fills them, what is missing, and the
/// construction. How a member is found and what is said of one that lacks is the format's.
/// </summary>
internal abstract class RecordReaderEmitter(PayloadReaderEmitter values, RecordModel model)
{
    private readonly RecordMember[] _read = [.. model.Members.Where(member => member.Parameter is not null || member.IsSettable)];
    private readonly Dictionary<RecordMember, string> _locals = NameLocals(model, values.Words.Locals);

    public void Emit(SourceWriter writer)
    {
        writer.Line(model.IsValueType ? "value = default;" : "value = null!;");
        writer.Line($"if ({values.Words.NoMap})").Indented("return false;").Line();
        foreach (RecordMember member in _read)
        {
            writer.Line($"{PayloadText.Variable(member.Value)} {_locals[member]} = {PayloadText.Start(member.Value, member.Default)};");
            if (IsWatched(member))
                writer.Line($"bool {Has(member)} = false;");
        }

        writer.Open(values.Words.EachMember);
        EmitMembers(writer, [.. _read.Select(member => (member.Name, (Action<SourceWriter>)(body => EmitMember(body, member))))]);
        writer.Close().Line();
        if (values.Words.Leave is { } leave)
            writer.Line(leave);
        EmitMissing(writer);
        EmitMaking(writer);
        writer.Line("return true;");
    }

    /// <summary>Finds the member that the reader stands on by its name, or passes over it.</summary>
    protected abstract void EmitMembers(SourceWriter writer, IReadOnlyList<(string Name, Action<SourceWriter> Body)> members);

    protected UserTypes Users => values.Users;

    /// <summary>An expression that notes that a member is missing, and is false.</summary>
    protected abstract string Missing(RecordMember member);

    private void EmitMember(SourceWriter writer, RecordMember member)
    {
        writer.Line($"if (!{values.Assign(member.Value, _locals[member])})").Indented($"return reader.FailIn({Literals.Of(member.Name)});");
        if (IsWatched(member))
            writer.Line($"{Has(member)} = true;");
    }

    private void EmitMissing(SourceWriter writer)
    {
        RecordMember[] required = [.. _read.Where(member => member.IsRequired)];
        foreach (RecordMember member in required)
            writer.Line($"if (!{Has(member)})").Indented($"return {Missing(member)};");
        if (required.Length > 0)
            writer.Line();
    }

    /// <summary>What was not given keeps the value that the type itself gives it; an init-only one can only be told so while it is made.</summary>
    private void EmitMaking(SourceWriter writer)
    {
        string constructor = $"new {model.Type}({string.Join(", ", _read.Where(member => member.Parameter is not null).Select(member => _locals[member]))})";
        RecordMember[] demanded = [.. _read.Where(member => member.IsDemanded)];
        RecordMember[] optional = [.. _read.Where(member => member.Parameter is null && !member.IsRequired)];
        RecordMember[] initOnly = [.. optional.Where(member => member.IsInitOnly)];
        string[] initializers = [.. demanded.Select(member => $"{member.Property} = {_locals[member]}")];
        if (initOnly.Length > 0)
        {
            writer.Line($"{model.Type} untouched = {WithInitializers(constructor, initializers)};");
            initializers = [.. initializers, .. initOnly.Select(member => $"{member.Property} = {Has(member)} ? {_locals[member]} : untouched.{member.Property}")];
        }

        writer.Line($"value = {WithInitializers(constructor, initializers)};");
        foreach (RecordMember member in optional.Where(member => !member.IsInitOnly))
            writer.Line($"if ({Has(member)})").Indented($"value.{member.Property} = {_locals[member]};");
    }

    private static string WithInitializers(string constructor, string[] initializers) =>
        initializers.Length == 0 ? constructor : $"{constructor} {{ {string.Join(", ", initializers)} }}";

    private static bool IsWatched(RecordMember member) => member.IsRequired || member.Parameter is null;

    private string Has(RecordMember member) => PayloadText.Has(_locals[member]);

    /// <summary>A local for each member: its property's name in camel case, unless another has it.</summary>
    private static Dictionary<RecordMember, string> NameLocals(RecordModel model, string[] others)
    {
        var taken = new HashSet<string>(others, StringComparer.OrdinalIgnoreCase) { "reader", "value", "untouched" };
        var locals = new Dictionary<RecordMember, string>();
        foreach (RecordMember member in model.Members)
        {
            string stem = PayloadText.Local(member.Property);
            string name = stem;
            for (int number = 2; taken.Contains(name) || taken.Contains("has" + name) || (name.StartsWith("has", StringComparison.OrdinalIgnoreCase) && taken.Contains(name.Substring(3))); number++)
                name = stem + number;
            taken.Add(name);
            locals.Add(member, PayloadText.Escaped(name));
        }

        return locals;
    }
}
