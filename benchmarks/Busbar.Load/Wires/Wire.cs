using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>How clients talk to one kind of server, by hand-made octets.</summary>
internal abstract class Wire
{
    /// <summary>Opens a subscriber on a connection that blocks; returns once the server is sure to deliver.</summary>
    public abstract void Subscribe(Socket socket, string topic);

    /// <summary>Opens a publisher on a connection that blocks.</summary>
    public abstract void OpenPublisher(Socket socket);

    /// <summary>What publishes that payload.</summary>
    public abstract PublishTemplate MakePublish(string topic, byte[] payload);

    /// <summary>What counts the messages of one subscriber.</summary>
    public abstract MessageCounter MakeCounter(string topic, int payloadLength, Action<long>? observe);

    /// <summary>What is said before a connection is closed, so that the server forgets its client; empty for nothing.</summary>
    public virtual ReadOnlySpan<byte> Farewell => [];

    /// <summary>Reads one octet after the other until these came.</summary>
    protected static void ReadUntil(Socket socket, ReadOnlySpan<byte> end)
    {
        Span<byte> window = stackalloc byte[end.Length];
        Span<byte> octet = stackalloc byte[1];
        do
        {
            ReadExactly(socket, octet);
            window[1..].CopyTo(window);
            window[^1] = octet[0];
        }
        while (!window.SequenceEqual(end));
    }

    protected static void ReadExactly(Socket socket, Span<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int received = socket.Receive(octets);
            if (received == 0)
                throw new EndOfStreamException("The server ended the connection.");
            octets = octets[received..];
        }
    }
}
