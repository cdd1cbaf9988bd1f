using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Nothing is decoded but levels of topics.</summary>
internal sealed class RawEventDecoder(EventTableModel model) : EventDecoder(model)
{
    private readonly EnumNameEmitter _enums = new(model.Users);

    public override void EmitArguments(SourceWriter writer, EventModel model)
    {
    }

    public override string ParseEnum(PayloadType type, string text, string target) => _enums.Parse(type, text, target);

    public override void EmitMethods(SourceWriter writer, EventTableModel model) => _enums.EmitMethods(writer);
}
