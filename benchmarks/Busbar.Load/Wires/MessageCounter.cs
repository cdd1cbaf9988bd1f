using System.Buffers.Binary;
using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>Counts the messages in what one subscriber receives, and sees that none is missing, comes twice or out of order.</summary>
internal abstract class MessageCounter
{
    private ulong _expected = SequenceText.First;

    /// <summary>Messages that came.</summary>
    public long Count { get; private set; }

    /// <summary>Messages that were left out.</summary>
    public long Missing { get; private set; }

    /// <summary>The number of the next message, if none is left out.</summary>
    public long Next { get; private set; }

    /// <summary>Is told of each number, where latency is measured.</summary>
    public Action<long>? Observe { get; init; }

    /// <summary>Counts.</summary>
    /// <returns>Octets that were looked at; what is behind them is shown again, with more.</returns>
    public abstract int Read(ReadOnlySpan<byte> octets);

    /// <summary>Says to the server what it wants to hear in return.</summary>
    public virtual void Answer(Socket socket)
    {
    }

    /// <summary>Counts one message.</summary>
    /// <param name="payload">At least its beginning.</param>
    protected void Take(ReadOnlySpan<byte> payload)
    {
        ulong text = BinaryPrimitives.ReadUInt64BigEndian(payload[SequenceText.Offset..]);
        if (text != _expected)
            text = Resynchronize(payload);
        Observe?.Invoke(Next);
        _expected = SequenceText.Next(text);
        Next++;
        Count++;
    }

    private ulong Resynchronize(ReadOnlySpan<byte> payload)
    {
        long number = SequenceText.Read(payload[SequenceText.Offset..]);
        if (number < Next)
            throw new InvalidDataException($"Message {number} came where {Next} was expected.");
        Missing += number - Next;
        Next = number;
        return BinaryPrimitives.ReadUInt64BigEndian(payload[SequenceText.Offset..]);
    }
}
