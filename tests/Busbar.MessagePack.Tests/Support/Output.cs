using System.Buffers;

namespace Busbar.MessagePack.Tests.Support;

/// <summary>What a writer writes.</summary>
internal static class Output
{
    public delegate void Writing(ref MessagePackWriter writer);

    public static byte[] Of(Writing write)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        write(ref writer);
        Assert.Equal(writer.Written, Flushed(ref writer, output));
        return output.WrittenSpan.ToArray();
    }

    private static long Flushed(ref MessagePackWriter writer, ArrayBufferWriter<byte> output)
    {
        writer.Flush();
        return output.WrittenCount;
    }
}
