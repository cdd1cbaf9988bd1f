using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Busbar.MessagePack.Tests.Support;

/// <summary>A value of values: how it is written and what it means.</summary>
internal sealed record TreeValue(string Meaning, Output.Writing Write)
{
    /// <summary>Trees of about that many values.</summary>
    public static Gen<TreeValue> Of(int size) => size <= 1 ? Leaf() : Gen.OneOf(Leaf(), Array(size), Map(size));

    private static Gen<TreeValue> Leaf() => Gen.OneOf(
        Gen.Constant(new TreeValue("nil", static (ref writer) => writer.WriteNil())),
        ArbMap.Default.GeneratorFor<bool>().Select(static value => new TreeValue(value ? "true" : "false", (ref writer) => writer.WriteBoolean(value))),
        ArbMap.Default.GeneratorFor<long>().Select(static value => new TreeValue(value.ToString(CultureInfo.InvariantCulture), (ref writer) => writer.WriteInteger(value))),
        ArbMap.Default.GeneratorFor<double>().Select(static value => new TreeValue(Described.Float(value), (ref writer) => writer.WriteDouble(value))),
        ArbMap.Default.GeneratorFor<int>().Select(static value => Text(value.ToString(CultureInfo.InvariantCulture))),
        ArbMap.Default.GeneratorFor<byte[]>().Select(static value => new TreeValue(Described.Binary(value), (ref writer) => writer.WriteBinary(value))));

    private static TreeValue Text(string value) => new(Described.Quoted(value), (ref writer) => writer.WriteString(value));

    private static Gen<TreeValue> Array(int size) =>
        Gen.Choose(0, 20).SelectMany(count => Of(size / Math.Max(2, count)).ArrayOf(count)).Select(static items =>
            new TreeValue($"[{string.Join(',', items.Select(static item => item.Meaning))}]", (ref writer) =>
            {
                writer.WriteArrayHeader(items.Length);
                foreach (TreeValue item in items)
                    item.Write(ref writer);
            }));

    private static Gen<TreeValue> Map(int size) =>
        Gen.Choose(0, 20).SelectMany(count => Of(size / Math.Max(2, 2 * count)).ArrayOf(2 * count)).Select(static items =>
            new TreeValue($"{{{string.Join(',', items.Chunk(2).Select(static pair => $"{pair[0].Meaning}:{pair[1].Meaning}"))}}}", (ref writer) =>
            {
                writer.WriteMapHeader(items.Length / 2);
                foreach (TreeValue item in items)
                    item.Write(ref writer);
            }));
}
