using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Busbar.Load;

/// <summary>The binary form of <c>busbar.v1</c> over TCP; <c>docs/wire.md</c>.</summary>
internal sealed class BusbarTcpWire : Wire
{
    private static readonly byte[] Bye = Frame('J', "{\"type\":\"bye\"}"u8);

    public override ReadOnlySpan<byte> Farewell => Bye;

    public override void Subscribe(Socket socket, string topic)
    {
        OpenPublisher(socket);
        socket.Send(Frame('J', Encoding.ASCII.GetBytes($"{{\"type\":\"join\",\"id\":1,\"filter\":\"{topic}\"}}")));
        while (!ReadFrame(socket).AsSpan().StartsWith("J{\"type\":\"joined\""u8))
        {
            // Something else comes first.
        }
    }

    public override void OpenPublisher(Socket socket)
    {
        socket.Send((byte[])[.. "busbar.v1\n"u8, .. Frame('J', "{\"type\":\"hello\"}"u8)]);
        ReadFrame(socket); // welcome
    }

    public override PublishTemplate MakePublish(string topic, byte[] payload)
    {
        byte[] body = [0, (byte)topic.Length, .. Encoding.ASCII.GetBytes(topic), .. Varint(payload.Length), .. payload];
        byte[] frame = Frame('P', body);
        return new PublishTemplate(frame, frame.Length - payload.Length + SequenceText.Offset);
    }

    public override MessageCounter MakeCounter(string topic, int payloadLength, Action<long>? observe) => new BusbarTcpCounter(payloadLength) { Observe = observe };

    /// <summary>A whole frame.</summary>
    public static byte[] Frame(char kind, ReadOnlySpan<byte> body)
    {
        byte[] frame = new byte[5 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length + 1);
        frame[4] = (byte)kind;
        body.CopyTo(frame.AsSpan(5));
        return frame;
    }

    private static byte[] Varint(int number) => number < 128 ? [(byte)number] : [(byte)(number | 0x80), (byte)(number >> 7)];

    private static byte[] ReadFrame(Socket socket)
    {
        Span<byte> head = stackalloc byte[4];
        ReadExactly(socket, head);
        byte[] rest = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
        ReadExactly(socket, rest);
        return rest;
    }
}
