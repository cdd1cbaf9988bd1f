using System.Net.Sockets;
using System.Text;

namespace Busbar.Load;

/// <summary>MQTT 3.1.1 with quality of service 0, as mosquitto speaks it.</summary>
internal sealed class MqttWire : Wire
{
    public override void Subscribe(Socket socket, string topic)
    {
        OpenPublisher(socket);
        byte[] name = Encoding.ASCII.GetBytes(topic);
        socket.Send((byte[])[0x82, (byte)(name.Length + 5), 0, 1, 0, (byte)name.Length, .. name, 0]);
        ReadExactly(socket, stackalloc byte[5]);
    }

    public override void OpenPublisher(Socket socket)
    {
        socket.Send((byte[])[0x10, 12, 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, 0]); // a clean session, no name, no keep-alive
        ReadExactly(socket, stackalloc byte[4]);
    }

    public override PublishTemplate MakePublish(string topic, byte[] payload)
    {
        byte[] head = Head(topic, payload.Length);
        return new PublishTemplate([.. head, .. payload], head.Length + SequenceText.Offset);
    }

    public override MessageCounter MakeCounter(string topic, int payloadLength, Action<long>? observe)
    {
        byte[] head = Head(topic, payloadLength);
        return new FixedCounter(head, head.Length + payloadLength) { Observe = observe };
    }

    public override ReadOnlySpan<byte> Farewell => [0xE0, 0];

    private static byte[] Head(string topic, int payloadLength)
    {
        int length = topic.Length + 2 + payloadLength;
        byte[] size = length < 128 ? [(byte)length] : [(byte)((length & 0x7F) | 0x80), (byte)(length >> 7)];
        return [0x30, .. size, 0, (byte)topic.Length, .. Encoding.ASCII.GetBytes(topic)];
    }
}
