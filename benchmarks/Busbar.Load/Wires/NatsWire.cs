using System.Net.Sockets;
using System.Text;

namespace Busbar.Load;

/// <summary>The text protocol of nats-server.</summary>
internal sealed class NatsWire : Wire
{
    public override void Subscribe(Socket socket, string topic)
    {
        Open(socket);
        socket.Send(Encoding.ASCII.GetBytes($"SUB {topic} 1\r\nPING\r\n"));
        ReadUntil(socket, "PONG\r\n"u8);
    }

    public override void OpenPublisher(Socket socket)
    {
        Open(socket);
        socket.Send("PING\r\n"u8);
        ReadUntil(socket, "PONG\r\n"u8);
    }

    public override PublishTemplate MakePublish(string topic, byte[] payload)
    {
        byte[] head = Encoding.ASCII.GetBytes($"PUB {topic} {payload.Length}\r\n");
        return new PublishTemplate([.. head, .. payload, .. "\r\n"u8], head.Length + SequenceText.Offset);
    }

    public override MessageCounter MakeCounter(string topic, int payloadLength, Action<long>? observe)
    {
        byte[] head = Encoding.ASCII.GetBytes($"MSG {topic} 1 {payloadLength}\r\n");
        return new FixedCounter(head, head.Length + payloadLength + 2) { Observe = observe, Heartbeat = ("PING\r\n"u8.ToArray(), "PONG\r\n"u8.ToArray()) };
    }

    private static void Open(Socket socket)
    {
        ReadUntil(socket, "\r\n"u8); // INFO
        socket.Send("CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"load\",\"version\":\"1\",\"protocol\":0}\r\n"u8);
    }
}
