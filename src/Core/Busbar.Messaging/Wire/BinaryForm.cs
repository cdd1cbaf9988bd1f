using System.Buffers.Binary;
using System.Text;

namespace Busbar.Messaging;

/// <summary>A message as all clients of the binary form get it: made once, by whoever sends it first, and kept with the message for all others.</summary>
internal static class BinaryForm
{
    /// <summary>The place of this form with a message.</summary>
    public const int Form = 1;

    private const int HeadLength = Varint.MaxLength + Varint.MaxLength + sizeof(long) + 1;

    /// <summary>The form of a message that the caller holds, and so the form.</summary>
    /// <param name="message">The message.</param>
    /// <param name="pool">Where blocks come from.</param>
    /// <param name="encoded">Counts those that were made.</param>
    [HotPath]
    public static MessageBlock Of(MessageBlock message, BlockPool pool, ref long encoded) =>
        message.GetForm(Form) ?? Make(message, pool, ref encoded);

    private static MessageBlock Make(MessageBlock message, BlockPool pool, ref long encoded)
    {
        Interlocked.Increment(ref encoded);
        ReadOnlySpan<byte> payload = message.Payload;
        int sender = message.Sender is { } name ? Varint.MaxLength + Encoding.UTF8.GetMaxByteCount(name.Length) : 0;
        MessageBlock block = pool.Rent(checked(HeadLength + sender + Varint.MaxLength + payload.Length));
        Span<byte> to = block.Free;
        int position = Varint.Write(to, message.Topic!.Id);
        position += Varint.Write(to[position..], message.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(to[position..], message.Time);
        position += sizeof(long);
        to[position++] = (byte)((int)PayloadForms.Of(payload) | (message.Sender is null ? 0 : BinaryMessageReader.HasSender));
        if (message.Sender is { } text)
            position += WriteText(to[position..], text);
        position += Varint.Write(to[position..], payload.Length);
        payload.CopyTo(to[position..]);
        block.SetLength(position + payload.Length);
        return message.ShareForm(Form, block);
    }

    private static int WriteText(Span<byte> to, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        int position = Varint.Write(to, length);
        return position + Encoding.UTF8.GetBytes(text, to[position..]);
    }
}
