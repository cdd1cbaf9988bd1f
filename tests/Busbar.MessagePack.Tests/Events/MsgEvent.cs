namespace Busbar.MessagePack.Tests.Events;

/// <summary>The decoder that a generator emits for <see cref="MsgHandler"/>, written by hand: one condition an argument.</summary>
internal static class MsgEvent
{
    public static ArgumentFault Dispatch(ref MessagePackReader reader, MsgHandler handler)
    {
        if (!reader.TryReadArrayHeader(out int count))
            return new ArgumentFault(-1, reader.Error);

        if (count <= 0 || !reader.TryReadString(out string? author))
            return ArgumentFault.At(0, count, MessagePackType.String, in reader);

        if (count <= 1 || !reader.TryReadString(out string? text))
            return ArgumentFault.At(1, count, MessagePackType.String, in reader);

        double number = 0;
        bool hasValue = count > 2 && !reader.TryReadNil();
        if (count <= 2 || (hasValue && !reader.TryReadDouble(out number)))
            return ArgumentFault.At(2, count, MessagePackType.Float, in reader);

        if (count <= 3 || !reader.TryReadTimestamp(out DateTimeOffset time))
            return ArgumentFault.At(3, count, MessagePackType.Timestamp, in reader);

        if (count <= 4 || !reader.TryReadBinary(out ReadOnlySpan<byte> blob))
            return ArgumentFault.At(4, count, MessagePackType.Binary, in reader);

        for (int index = 5; index < count; index++) // a newer sender's arguments
        {
            if (!reader.TrySkip())
                return new ArgumentFault(index, reader.Error);
        }

        handler(author, text, hasValue ? number : null, time, blob);
        return default;
    }
}
