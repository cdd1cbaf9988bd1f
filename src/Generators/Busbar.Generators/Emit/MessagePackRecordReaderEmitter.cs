using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Makes a user's record from a MessagePack map.</summary>
internal sealed class MessagePackRecordReaderEmitter(MessagePackReaderEmitter values, RecordModel model) : RecordReaderEmitter(values, model)
{
    private const string Package = MessagePackReaderEmitter.Package;

    protected override void EmitMembers(SourceWriter writer, IReadOnlyList<(string Name, Action<SourceWriter> Body)> members)
    {
        writer.Line("if (!reader.TryReadUtf8(out global::System.ReadOnlySpan<byte> key))").Indented("return false;").Line();
        NameSwitch.Emit(writer, "key", members, body => body.Line("if (!reader.TrySkip())").Indented("return false;"));
    }

    protected override string Missing(RecordMember member) =>
        $"reader.FailWith({Package}MessagePackError.Missing({MessagePackReaderEmitter.Expected(member.Value)}, reader.Consumed)) || reader.FailIn({Literals.Of(member.Name)})";
}
