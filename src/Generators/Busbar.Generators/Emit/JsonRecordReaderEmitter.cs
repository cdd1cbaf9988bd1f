using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>The body of the method that makes a user's record from a JSON object.</summary>
internal sealed class JsonRecordReaderEmitter(JsonReaderEmitter values, RecordModel model)
{
    private readonly RecordMember[] _read = [.. model.Members.Where(member => member.Parameter is not null || member.IsSettable)];
    private readonly Dictionary<RecordMember, string> _locals = NameLocals(model);

    public void Emit(SourceWriter writer)
    {
        writer.Line(model.IsValueType ? "value = default;" : "value = null!;");
        writer.Line("if (!reader.StartObject())").Indented("return false;").Line();
        foreach (RecordMember member in _read)
        {
            writer.Line($"{PayloadText.Variable(member.Value)} {_locals[member]} = {PayloadText.Start(member.Value, member.Default)};");
            if (IsWatched(member))
                writer.Line($"bool {Has(member)} = false;");
        }

        EmitMembers(writer);
        foreach (RecordMember member in _read.Where(member => member.IsRequired))
            writer.Line($"if (!{Has(member)})").Indented($"return reader.Missing({Literals.Of(member.Name)}, {Literals.Of(PayloadText.Expected(member.Value))});");
        if (_read.Any(member => member.IsRequired))
            writer.Line();
        EmitMaking(writer);
        writer.Line("return true;");
    }

    private void EmitMembers(SourceWriter writer)
    {
        if (_read.Length == 0)
        {
            writer.Line("while (reader.ReadMember())").Indented("reader.Skip();").Line();
            return;
        }

        writer.Open("while (reader.ReadMember())");
        string otherwise = "if";
        foreach (RecordMember member in _read)
        {
            writer.Open($"{otherwise} (reader.IsMember({Literals.Utf8(member.Name)}))");
            writer.Line($"if (!{values.Read(member.Value, _locals[member])})").Indented($"return reader.FailIn({Literals.Of(member.Name)});");
            if (IsWatched(member))
                writer.Line($"{Has(member)} = true;");
            writer.Close();
            otherwise = "else if";
        }

        writer.Open("else").Line("reader.Skip();").Close();
        writer.Close().Line();
    }

    /// <summary>What was not given keeps the value that the type itself gives it; an init-only one can only be told so while it is made.</summary>
    private void EmitMaking(SourceWriter writer)
    {
        string constructor = $"new {model.Type}({string.Join(", ", _read.Where(member => member.Parameter is not null).Select(member => _locals[member]))})";
        RecordMember[] required = [.. _read.Where(member => member.IsDemanded)];
        RecordMember[] initOnly = [.. _read.Where(member => member.Parameter is null && !member.IsRequired && member.IsInitOnly)];
        string[] initializers = [.. required.Select(member => $"{member.Property} = {_locals[member]}")];
        if (initOnly.Length > 0)
        {
            writer.Line($"{model.Type} untouched = {WithInitializers(constructor, initializers)};");
            initializers = [.. initializers, .. initOnly.Select(member => $"{member.Property} = {Has(member)} ? {_locals[member]} : untouched.{member.Property}")];
        }

        writer.Line($"value = {WithInitializers(constructor, initializers)};");
        foreach (RecordMember member in _read.Where(member => member.Parameter is null && !member.IsRequired && !member.IsInitOnly))
            writer.Line($"if ({Has(member)})").Indented($"value.{member.Property} = {_locals[member]};");
    }

    private static string WithInitializers(string constructor, string[] initializers) =>
        initializers.Length == 0 ? constructor : $"{constructor} {{ {string.Join(", ", initializers)} }}";

    private static bool IsWatched(RecordMember member) => member.IsRequired || member.Parameter is null;

    private string Has(RecordMember member) => "has" + Capital(_locals[member].TrimStart('@'));

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>A local for each member: its property's name in camel case, unless another has it.</summary>
    private static Dictionary<RecordMember, string> NameLocals(RecordModel model)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "reader", "value", "untouched" };
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
