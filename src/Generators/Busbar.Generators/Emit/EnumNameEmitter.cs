using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Members of users' enumerations by their names in UTF-8, in any case of letters unless two differ in nothing else.</summary>
internal sealed class EnumNameEmitter(UserTypes users)
{
    private readonly List<EnumModel> _wanted = [];

    /// <summary>The condition that is false when the text is no member's name.</summary>
    public string Parse(PayloadType type, string text, string target)
    {
        EnumModel model = users.EnumOf(type);
        if (!_wanted.Contains(model))
            _wanted.Add(model);
        return $"TryParse{model.Identifier}({text}, out {target})";
    }

    /// <summary>The methods that were asked for, each after a blank line.</summary>
    public void EmitMethods(SourceWriter writer)
    {
        foreach (EnumModel model in _wanted)
        {
            writer.Line().Open($"public static bool TryParse{model.Identifier}(global::System.ReadOnlySpan<byte> name, out {model.Type} value)");
            foreach (string name in model.Names)
            {
                string equal = model.IsExact(name) ? "global::System.MemoryExtensions.SequenceEqual" : "global::System.Text.Ascii.EqualsIgnoreCase";
                writer.Open($"if ({equal}(name, {Literals.Utf8(name)}))");
                writer.Line($"value = {model.Type}.{PayloadText.Escaped(name)};").Line("return true;").Close().Line();
            }

            writer.Line("value = default;").Line("return false;").Close();
        }
    }
}
