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
        writer.Indented($"return {Values}.Reject({name}, -1, \"\", count, {Package}MessagePackType.Array, \"an array\", in reader);").Line();
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

            writer.Indented($"return {Values}.Reject({name}, {index}, {Literals.Of(argument.Name)}, count, {MessagePackReaderEmitter.Expected(type)}, {Literals.Of(Expected(type))}, in reader);").Line();
        }

        string known = model.Decoded.Count().ToString(CultureInfo.InvariantCulture);
        writer.Line($"if (count > {known} && !{Values}.TrySkip(ref reader, count - {known}))");
        writer.Indented($"return {Values}.Reject({name}, -1, \"\", count, {Package}MessagePackType.None, \"a value\", in reader);").Line();
    }

    public override void EmitPlain(SourceWriter writer, EventModel model)
    {
        EventArgument[] arguments = [.. model.Decoded];
        writer.Line($"var plain = new {Package}PlainMessagePackReader(payload);");
        writer.Line($"if (plain.TryReadArrayHeader({arguments.Length.ToString(CultureInfo.InvariantCulture)})");
        for (int i = 0; i < arguments.Length; i++)
            writer.Indented($"&& plain.TryRead(out {arguments[i].Value!.Type} {arguments[i].Local}){(i == arguments.Length - 1 ? ")" : "")}");
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

    /// <summary>What an argument should be, in the words of the format.</summary>
    private string Expected(PayloadType type) => type.Kind switch
    {
        PayloadKind.DateTimeOffset or PayloadKind.DateTime => "a time",
        PayloadKind.Array or PayloadKind.List => "an array",
        PayloadKind.Map or PayloadKind.Record => "a map",
        _ => PayloadText.Expected(type, _reader.Users),
    };

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

        public static global::Busbar.EventOutcome Reject(string name, int index, string argument, int count, {{Package}}MessagePackType type, string expected, in {{Package}}MessagePackReader reader)
        {
            if (index >= count)
                return global::Busbar.EventOutcome.Rejected(name, index, argument, Fault(global::Busbar.ArgumentFaultKind.Missing, "", expected, "nothing", reader.Consumed));

            {{Package}}MessagePackError error = reader.Error;
            string path = error.Path ?? "";
            bool isKey = path.Length == 0 && error.Expected != type;
            string fitting = isKey ? "a map whose keys are text" : path.Length == 0 ? expected : Words(error.Expected);
            return global::Busbar.EventOutcome.Rejected(name, index, argument, error.Status switch
            {
                {{Package}}MessagePackStatus.WrongType when error.Found == {{Package}}MessagePackType.None =>
                    Fault(global::Busbar.ArgumentFaultKind.Missing, path, Words(error.Expected), "nothing", error.Offset),
                {{Package}}MessagePackStatus.WrongType when isKey => Fault(global::Busbar.ArgumentFaultKind.Unfit, path, fitting, $"one with {Words(error.Found)} for a key", error.Offset),
                {{Package}}MessagePackStatus.WrongType => Fault(global::Busbar.ArgumentFaultKind.Unfit, path, fitting, Words(error.Found), error.Offset),
                {{Package}}MessagePackStatus.OutOfRange => Fault(global::Busbar.ArgumentFaultKind.Unfit, path, fitting, Words(error.Found) + " that does not fit", error.Offset),
                {{Package}}MessagePackStatus.InvalidText => Fault(global::Busbar.ArgumentFaultKind.Unfit, path, fitting, "text that is not valid UTF-8", error.Offset),
                {{Package}}MessagePackStatus.InvalidTimestamp => Fault(global::Busbar.ArgumentFaultKind.Unfit, path, fitting, "a timestamp that is none", error.Offset),
                {{Package}}MessagePackStatus.Incomplete => Fault(global::Busbar.ArgumentFaultKind.Malformed, path, "MessagePack", "cut off", error.Offset),
                {{Package}}MessagePackStatus.TooDeep => Fault(global::Busbar.ArgumentFaultKind.Malformed, path, "MessagePack", "nested too deep", error.Offset),
                {{Package}}MessagePackStatus.TooLong => Fault(global::Busbar.ArgumentFaultKind.Malformed, path, "MessagePack", "too long", error.Offset),
                _ => Fault(global::Busbar.ArgumentFaultKind.Malformed, path, "MessagePack", "something else", error.Offset),
            });
        }

        private static global::Busbar.ArgumentFault Fault(global::Busbar.ArgumentFaultKind kind, string path, string expected, string received, long offset) =>
            new() { Kind = kind, Path = path, Expected = expected, Received = received, Offset = offset };

        private static string Words({{Package}}MessagePackType type) => type switch
        {
            {{Package}}MessagePackType.Nil => "nil",
            {{Package}}MessagePackType.Boolean => "a truth value",
            {{Package}}MessagePackType.Integer => "an integer",
            {{Package}}MessagePackType.Float => "a number",
            {{Package}}MessagePackType.String => "text",
            {{Package}}MessagePackType.Binary => "octets",
            {{Package}}MessagePackType.Array => "an array",
            {{Package}}MessagePackType.Map => "a map",
            {{Package}}MessagePackType.Extension => "an extension",
            {{Package}}MessagePackType.Timestamp => "a time",
            _ => "a value",
        };
        """);
}
