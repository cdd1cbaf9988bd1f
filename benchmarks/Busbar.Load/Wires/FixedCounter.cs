using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>Where each message is as long as the one before: the same head, the payload, the same tail.</summary>
/// <param name="head">What stands before the payload.</param>
/// <param name="messageLength">Octets from one head to the next.</param>
internal sealed class FixedCounter(byte[] head, int messageLength) : MessageCounter
{
    private bool _owesAnswer;

    /// <summary>What the server says besides messages, and what it wants to hear in return; null for nothing.</summary>
    public (byte[] Question, byte[] Answer)? Heartbeat { get; init; }

    public override int Read(ReadOnlySpan<byte> octets)
    {
        int consumed = 0;
        while (octets.Length - consumed >= messageLength)
        {
            if (!octets[consumed..].StartsWith(head))
            {
                int passed = Pass(octets[consumed..]);
                if (passed == 0)
                    throw new InvalidDataException("Something else than a message came.");
                consumed += passed;
                continue;
            }

            Take(octets[(consumed + head.Length)..]);
            consumed += messageLength;
        }

        if (consumed < octets.Length && octets[consumed] != head[0])
            consumed += Pass(octets[consumed..]);
        return consumed;
    }

    public override void Answer(Socket socket)
    {
        if (!_owesAnswer)
            return;
        _owesAnswer = false;
        socket.Send(Heartbeat!.Value.Answer);
    }

    private int Pass(ReadOnlySpan<byte> octets)
    {
        if (Heartbeat is not { } heartbeat || !octets.StartsWith(heartbeat.Question))
            return 0;
        _owesAnswer = true;
        return heartbeat.Question.Length;
    }
}
