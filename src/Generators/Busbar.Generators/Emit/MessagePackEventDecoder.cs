using System.Globalization;
using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>Arguments as a MessagePack array: one condition an argument.</summary>
internal sealed class MessagePackEventDecoder(EventTableModel model) : EventDecoder(model)
{
    private const string Package = MessagePackReaderEmitter.Package;
    private readonly MessagePackReaderEmitter _reader = new(model.Users);

    public override void EmitArguments(SourceWriter writer, EventModel model)
    {
        string name = Literals.Of(model.Name);
        writer.Line($"var reader = new {Package}MessagePackReader(payload);");
        writer.Line("if (!reader.TryReadArrayHeader(out int count))");
        writer.Indented($"return {Values}.Reject({name}, -1, \"\", count, {Package}MessagePackType.Array, in reader);").Line();
        foreach (EventArgument argument in model.Decoded)
        {
            PayloadType type = argument.Value!;
            string index = argument.Index.ToString(CultureInfo.InvariantCulture);
            if (argument.Default is null)
            {
                writer.Line($"if (count <= {index} || !{Qualified(_reader.Declare(type, argument.Local))})");
            }
            else
            {
                string start = type.Kind == PayloadKind.OctetSpan ? "default" : PayloadText.Start(type, argument.Default);
                writer.Line($"{(type.Kind == PayloadKind.OctetSpan ? type.Type : PayloadText.Variable(type))} {argument.Local} = {start};");
                writer.Line($"if (count > {index} && !{Qualified(_reader.Assign(type, argument.Local))})");
            }

            writer.Indented($"return {Values}.Reject({name}, {index}, {Literals.Of(argument.Name)}, count, {MessagePackReaderEmitter.Expected(type)}, in reader);").Line();
        }

        string known = model.Decoded.Count().ToString(CultureInfo.InvariantCulture);
        writer.Line($"if (count > {known} && !{Values}.TrySkip(ref reader, count - {known}))");
        writer.Indented($"return {Values}.Reject({name}, -1, \"\", count, {Package}MessagePackType.None, in reader);").Line();
    }

    public override string ParseEnum(PayloadType type, string text, string target) => _reader.ParseEnum(type, text, target);

    public override void EmitMethods(SourceWriter writer, EventTableModel model)
    {
        if (model.Events.Any(one => one.Decoded.Any()))
            EmitReject(writer);
        _reader.EmitAllMethods(writer);
    }

    /// <summary>Conditions call the reader itself or a method of the nested class.</summary>
    private string Qualified(string condition) => condition.StartsWith("TryRead", StringComparison.Ordinal) ? $"{Values}.{condition}" : condition;

    private static void EmitReject(SourceWriter writer) => writer.Line().Lines($$"""
        public static bool TrySkip(ref {{Package}}MessagePackReader reader, int surplus)
        {
            for (; surplus > 0; surplus--)
            {
                if (!reader.TrySkip())
                    return false;
            }

            return true;
        }

        public static global::Busbar.EventOutcome Reject(string name, int index, string argument, int count, {{Package}}MessagePackType expected, in {{Package}}MessagePackReader reader)
        {
            {{Package}}MessagePackError error = index < count ? reader.Error : {{Package}}MessagePackError.Missing(expected, reader.Consumed);
            bool isMissing = error is { Status: {{Package}}MessagePackStatus.WrongType, Found: {{Package}}MessagePackType.None };
            bool isUnfit = error.Status is {{Package}}MessagePackStatus.WrongType or {{Package}}MessagePackStatus.OutOfRange
                or {{Package}}MessagePackStatus.InvalidText or {{Package}}MessagePackStatus.InvalidTimestamp;
            return global::Busbar.EventOutcome.Rejected(name, index, argument, new global::Busbar.ArgumentFault
            {
                Kind = isMissing ? global::Busbar.ArgumentFaultKind.Missing : isUnfit ? global::Busbar.ArgumentFaultKind.Unfit : global::Busbar.ArgumentFaultKind.Malformed,
                Path = error.Path ?? "",
                Expected = error.Expected.ToString(),
                Received = isMissing ? "nothing" : error.Found.ToString(),
                Offset = error.Offset,
            });
        }
        """);
}
