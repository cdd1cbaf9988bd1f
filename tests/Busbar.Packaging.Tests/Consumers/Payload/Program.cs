// Writes a reading as MessagePack, reads it back, then reads it as something else.
using System.Buffers;
using Busbar.MessagePack;

var output = new ArrayBufferWriter<byte>();
var writer = new MessagePackWriter(output);
writer.WriteArrayHeader(2);
writer.WriteString("feeder 3");
writer.WriteDouble(41.7);
writer.Flush();

var reader = new MessagePackReader(output.WrittenSpan);
if (reader.TryReadArrayHeader(out int count) && reader.TryReadString(out string? name) && reader.TryReadDouble(out double power))
    Console.WriteLine(FormattableString.Invariant($"{output.WrittenCount} octets, {count} values: {name} {power}"));

var wrong = new MessagePackReader(output.WrittenSpan);
if (!wrong.TryReadArrayHeader(out _) || !wrong.TryReadInt32(out _))
    Console.WriteLine(wrong.Error);
