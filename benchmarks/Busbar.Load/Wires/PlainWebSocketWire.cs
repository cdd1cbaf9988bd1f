using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>One text frame a message, as the servers written by hand on ASP.NET send it.</summary>
internal sealed class PlainWebSocketWire : WebSocketWire
{
    public override void Subscribe(Socket socket, string topic)
    {
        Upgrade(socket, "/subscribe");
        ReadFrame(socket); // it says when it will deliver
    }

    public override void OpenPublisher(Socket socket) => Upgrade(socket, "/publish");

    public override PublishTemplate MakePublish(string topic, byte[] payload) => Template(payload, SequenceText.Offset);

    public override MessageCounter MakeCounter(string topic, int payloadLength, Action<long>? observe)
    {
        byte[] head = payloadLength < 126 ? [0x81, (byte)payloadLength] : [0x81, 126, (byte)(payloadLength >> 8), (byte)payloadLength];
        return new FixedCounter(head, head.Length + payloadLength) { Observe = observe };
    }
}
