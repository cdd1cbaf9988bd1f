using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>One client that only listens: a socket, the octets of a message that has begun, and what was counted.</summary>
internal sealed class Subscriber(Socket socket, MessageCounter counter)
{
    private byte[] _rest = [];
    private int _restLength;

    public Socket Socket => socket;

    public MessageCounter Counter => counter;

    /// <summary>The server ended the connection.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Reads once, as much as there is.</summary>
    /// <param name="buffer">Shared by all; longer than any message.</param>
    /// <returns>How many messages came.</returns>
    public long Read(byte[] buffer)
    {
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        int received = socket.Receive(buffer.AsSpan(_restLength), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
            return 0;
        if (error != SocketError.Success || received == 0)
        {
            HasEnded = true;
            return 0;
        }

        long before = counter.Count;
        int length = _restLength + received;
        int consumed = counter.Read(buffer.AsSpan(0, length));
        Keep(buffer.AsSpan(consumed, length - consumed));
        counter.Answer(socket);
        return counter.Count - before;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length)
            _rest = new byte[rest.Length + 1024];
        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}
