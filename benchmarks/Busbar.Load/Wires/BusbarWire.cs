using System.Net.Sockets;
using System.Text;

namespace Busbar.Load;

/// <summary>The JSON form of <c>busbar.v1</c> over a WebSocket; <c>docs/wire.md</c>.</summary>
internal sealed class BusbarWire : WebSocketWire
{
    private static readonly byte[] Bye = Text("{\"type\":\"bye\"}"u8);

    public override ReadOnlySpan<byte> Farewell => Bye;

    public override void Subscribe(Socket socket, string topic)
    {
        OpenPublisher(socket);
        socket.Send(Text(Encoding.ASCII.GetBytes($"{{\"type\":\"join\",\"id\":1,\"filter\":\"{topic}\"}}")));
        while (!ReadFrame(socket).AsSpan().StartsWith("{\"type\":\"joined\""u8))
        {
            // Something else comes first.
        }
    }

    public override void OpenPublisher(Socket socket)
    {
        Upgrade(socket, "/broker", "busbar.v1");
        socket.Send(Text("{\"type\":\"hello\"}"u8));
        ReadFrame(socket); // welcome
    }

    public override PublishTemplate MakePublish(string topic, byte[] payload)
    {
        byte[] head = Encoding.ASCII.GetBytes($"{{\"type\":\"publish\",\"topic\":\"{topic}\",\"value\":");
        return Template([.. head, .. payload, (byte)'}'], head.Length + SequenceText.Offset);
    }

    public override MessageCounter MakeCounter(string topic, int payloadLength, Action<long>? observe) => new BusbarCounter(payloadLength, Text) { Observe = observe };
}
