using System.Net.Sockets;
using System.Text;

namespace Busbar.Load;

/// <summary>RESP2, as redis speaks it.</summary>
internal sealed class RedisWire : Wire
{
    public override void Subscribe(Socket socket, string topic)
    {
        socket.Send(Encoding.ASCII.GetBytes($"*2\r\n$9\r\nSUBSCRIBE\r\n${topic.Length}\r\n{topic}\r\n"));
        ReadUntil(socket, ":1\r\n"u8);
    }

    public override void OpenPublisher(Socket socket)
    {
    }

    public override PublishTemplate MakePublish(string topic, byte[] payload)
    {
        byte[] head = Encoding.ASCII.GetBytes($"*3\r\n$7\r\nPUBLISH\r\n${topic.Length}\r\n{topic}\r\n${payload.Length}\r\n");
        return new PublishTemplate([.. head, .. payload, .. "\r\n"u8], head.Length + SequenceText.Offset);
    }

    public override MessageCounter MakeCounter(string topic, int payloadLength, Action<long>? observe)
    {
        byte[] head = Encoding.ASCII.GetBytes($"*3\r\n$7\r\nmessage\r\n${topic.Length}\r\n{topic}\r\n${payloadLength}\r\n");
        return new FixedCounter(head, head.Length + payloadLength + 2) { Observe = observe };
    }
}
