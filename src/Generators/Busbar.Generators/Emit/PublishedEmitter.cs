using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>The model of a type with published functions in, the text of its table out.</summary>
internal static class PublishedEmitter
{
    private const string Runtime = "global::Busbar.";

    public static string Emit(PublishedModel model) => FileEmitter.Emit(model.Type, nameof(PublishedGenerator), bases: null, writer =>
    {
        EmitProperty(writer, model);
        EmitTable(writer, model);
    });

    private static void EmitProperty(SourceWriter writer, PublishedModel model)
    {
        string hides = model.HidesTable ? "new " : "";
        if (model.IsStatic)
        {
            writer.Line("/// <summary>The published functions, to be called by name.</summary>");
            writer.Line($"public {hides}static {Runtime}IPublishedTable Table => {model.TableClass}.Only;").Line();
        }
        else
        {
            writer.Line("/// <summary>The published functions, to be called by name on this instance. Each time another table; keep it.</summary>");
            writer.Line($"public {hides}{Runtime}IPublishedTable Table => new {model.TableClass}(this);").Line();
        }
    }

    private static void EmitTable(SourceWriter writer, PublishedModel model)
    {
        var readers = new JsonReaderEmitter(model.Users);
        var writers = new JsonWriterEmitter(model.Users);
        var metadata = new PublishedMetadataEmitter(model.Users);
        writer.Open($"private sealed class {model.TableClass}{(model.IsStatic ? "" : $"({model.Name} target)")} : {Runtime}PublishedTable{(model.IsStatic ? "" : "(Published)")}");
        metadata.Emit(writer, model.Functions);
        if (model.IsStatic)
        {
            writer.Line();
            writer.Line($"public static readonly {Runtime}PublishedTable Only = new {model.TableClass}();").Line();
            writer.Line($"private {model.TableClass}()").Indented(": base(Published)").Open().Close();
        }

        writer.Line();
        EmitInvoke(writer, model);
        var calls = new PublishedCallEmitter(writer, model.Name, readers, writers);
        foreach (PublishedFunctionModel function in model.Functions)
            calls.Emit(function);
        readers.EmitMethods(writer, isFirst: false);
        writers.EmitMethods(writer);
        writer.Close();
    }

    private static void EmitInvoke(SourceWriter writer, PublishedModel model)
    {
        writer.Line("/// <inheritdoc/>");
        string header = $"protected override global::System.Threading.Tasks.ValueTask Invoke(int function, ref {Runtime}PublishedCall call) =>";
        if (model.Functions.Count == 1)
        {
            writer.Line(header).Indented($"Call{model.Functions[0].Stem}(ref call);");
            return;
        }

        writer.Line(header + " function switch").Open();
        for (int i = 0; i < model.Functions.Count; i++)
            writer.Line($"{(i < model.Functions.Count - 1 ? i.ToString(System.Globalization.CultureInfo.InvariantCulture) : "_")} => Call{model.Functions[i].Stem}(ref call),");
        writer.Close("};");
    }
}
