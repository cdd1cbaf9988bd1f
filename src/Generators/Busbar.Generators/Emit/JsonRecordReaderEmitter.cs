using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Makes a user's record from a JSON object.</summary>
internal sealed class JsonRecordReaderEmitter(JsonReaderEmitter values, RecordModel model) : RecordReaderEmitter(values, model)
{
    protected override void EmitMembers(SourceWriter writer, IReadOnlyList<(string Name, Action<SourceWriter> Body)> members) =>
        JsonReaderEmitter.EmitMembers(writer, members);

    protected override string Missing(RecordMember member) =>
        $"reader.Missing({Literals.Of(member.Name)}, {Literals.Of(PayloadText.Expected(member.Value, Users))})";
}
