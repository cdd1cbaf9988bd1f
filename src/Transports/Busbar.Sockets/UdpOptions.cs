using System.Net.Sockets;

namespace Busbar.Sockets;

/// <summary>What sockets of datagrams have. Copied and checked where they are used.</summary>
public sealed record UdpOptions
{
    /// <summary>Datagrams of one peer that may wait to be read; the next is dropped and counted. 1 to 65,536, default 64.</summary>
    public int MaxWaiting { get; set; } = 64;

    /// <summary>
    /// A listener's: peers it keeps apart at once. The next one takes the place of that which was silent longest: who sends datagrams need
    /// not be who he says, and must not lock others out. 1 to 65,536, default 1,000.
    /// </summary>
    public int MaxPeers { get; set; } = 1_000;

    /// <summary>The kernel's send buffer in octets; null leaves it to the kernel.</summary>
    public int? SendBufferSize { get; set; }

    /// <summary>The kernel's receive buffer in octets; null leaves it to the kernel.</summary>
    public int? ReceiveBufferSize { get; set; }

    internal UdpOptions Validated()
    {
        ThrowIfOutside(MaxWaiting, nameof(MaxWaiting));
        ThrowIfOutside(MaxPeers, nameof(MaxPeers));
        ArgumentOutOfRangeException.ThrowIfLessThan(SendBufferSize ?? 1, 1, nameof(SendBufferSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReceiveBufferSize ?? 1, 1, nameof(ReceiveBufferSize));
        return this with { };
    }

    internal Socket CreateSocket(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        if (SendBufferSize is { } send)
            socket.SendBufferSize = send;
        if (ReceiveBufferSize is { } receive)
            socket.ReceiveBufferSize = receive;
        return socket;
    }

    private static void ThrowIfOutside(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 65_536, name);
    }
}
