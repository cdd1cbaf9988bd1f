using System.Buffers.Text;
using System.Text.Unicode;

namespace Busbar.Messaging;

/// <summary>
/// A message as all clients of the JSON form get it, <c>[topic,sequence,time,value…]</c>: made once, by whoever sends it first, and kept
/// with the message for all others.
/// </summary>
internal static class JsonForm
{
    /// <summary>The place of this form with a message.</summary>
    public const int Form = 0;

    private const int HeadLength = 3 * JsonNumber.MaxLength;
    private const int TailLength = 16;

    /// <summary>The form of a message that the caller holds, and so the form.</summary>
    /// <param name="message">The message.</param>
    /// <param name="pool">Where blocks come from.</param>
    /// <param name="encoded">Counts those that were made.</param>
    [HotPath]
    public static MessageBlock Of(MessageBlock message, BlockPool pool, ref long encoded) =>
        message.GetForm(Form) ?? Make(message, pool, ref encoded);

    /// <summary>The octets are one JSON text, so that they can stand in another one.</summary>
    public static bool IsJson(ReadOnlySpan<byte> payload) => Utf8.IsValid(payload) && PayloadForms.IsJson(payload);

    private static MessageBlock Make(MessageBlock message, BlockPool pool, ref long encoded)
    {
        Interlocked.Increment(ref encoded);
        ReadOnlySpan<byte> payload = message.Payload;
        PayloadForm form = PayloadForms.Of(payload);
        int length = form switch
        {
            PayloadForm.Json => payload.Length,
            PayloadForm.Text => EscapedText.LengthOf(payload),
            _ => Base64.GetMaxEncodedToUtf8Length(payload.Length) + 2,
        };

        MessageBlock block = pool.Rent(checked(HeadLength + length + TailLength + ((message.Sender?.Length ?? 0) * 6)));
        Span<byte> to = block.Free;
        int position = WriteHead(message, to);
        position += WriteValue(payload, form, to[position..]);
        position += WriteTail(message.Sender, form, to[position..]);
        block.SetLength(position);
        return message.ShareForm(Form, block);
    }

    private static int WriteHead(MessageBlock message, Span<byte> to)
    {
        to[0] = (byte)'[';
        int position = 1;
        Utf8Formatter.TryFormat(message.Topic!.Id, to[position..], out int written);
        position += written;
        to[position++] = (byte)',';
        Utf8Formatter.TryFormat(message.Sequence, to[position..], out written);
        position += written;
        to[position++] = (byte)',';
        JsonNumber.TryFormatMilliseconds(message.Time, to[position..], out written);
        position += written;
        to[position++] = (byte)',';
        return position;
    }

    private static int WriteValue(ReadOnlySpan<byte> payload, PayloadForm form, Span<byte> to)
    {
        if (form == PayloadForm.Text)
            return EscapedText.Write(payload, to);
        if (form == PayloadForm.Json)
        {
            payload.CopyTo(to);
            return payload.Length;
        }

        to[0] = (byte)'"';
        Base64.EncodeToUtf8(payload, to[1..], out _, out int written);
        to[written + 1] = (byte)'"';
        return written + 2;
    }

    private static int WriteTail(string? sender, PayloadForm form, Span<byte> to)
    {
        int position = 0;
        if (sender is not null || form != PayloadForm.Json)
            to[position++] = (byte)',';
        if (sender is not null)
        {
            JsonText.TryFormat(sender, to[position..], out int written);
            position += written;
        }
        else if (form != PayloadForm.Json)
        {
            "null"u8.CopyTo(to[position..]);
            position += 4;
        }

        ReadOnlySpan<byte> end = form switch
        {
            PayloadForm.Json => "]"u8,
            PayloadForm.Text => ",\"text\"]"u8,
            _ => ",\"base64\"]"u8,
        };
        end.CopyTo(to[position..]);
        return position + end.Length;
    }
}
