using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>What differs between the formats of payloads: how a method's arguments are read.</summary>
internal abstract class EventDecoder(EventTableModel model)
{
    protected string Values { get; } = model.Values;

    public static EventDecoder For(EventTableModel model) => model.Format switch
    {
        EventFormat.MessagePack => new MessagePackEventDecoder(model),
        EventFormat.Json => new JsonEventDecoder(model),
        _ => new RawEventDecoder(model),
    };

    /// <summary>The lines that read the arguments from <c>payload</c> into locals, or return with the fault.</summary>
    public abstract void EmitArguments(SourceWriter writer, EventModel model);

    /// <summary>
    /// Where arguments are written as nearly all write them: the condition that reads them into locals, its first line an <c>if</c>. Only
    /// for an event that has a method for arguments in any form.
    /// </summary>
    public virtual void EmitPlain(SourceWriter writer, EventModel model) => throw new NotSupportedException();

    /// <summary>The condition that makes a member of an enumeration of its name in UTF-8, to be called in the nested class.</summary>
    public abstract string ParseEnum(PayloadType type, string text, string target);

    /// <summary>The methods that were asked for, each after a blank line.</summary>
    public abstract void EmitMethods(SourceWriter writer, EventTableModel model);
}
