using System.Net.Sockets;

namespace Busbar.Sockets;

/// <summary>What sockets of both sides have. Copied and checked where they are used.</summary>
public sealed record SocketOptions
{
    /// <summary>Sends small segments at once (TCP_NODELAY). Default true: the link gathers writes already.</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>How long a TCP connection is silent before the kernel probes the peer. Whole seconds, at least 1; default 30 s. Null: no probes.</summary>
    public TimeSpan? KeepAliveTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time between two probes. Whole seconds, at least 1; default 5 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Probes without answer after which the connection is dead. 1 to 127, default 3.</summary>
    public int KeepAliveProbes { get; set; } = 3;

    /// <summary>The kernel's send buffer in octets; null leaves it to the kernel.</summary>
    public int? SendBufferSize { get; set; }

    /// <summary>The kernel's receive buffer in octets; null leaves it to the kernel.</summary>
    public int? ReceiveBufferSize { get; set; }

    /// <summary>Connections the kernel queues for a listener. At least 1, default 512.</summary>
    public int Backlog { get; set; } = 512;

    /// <summary>
    /// How long an orderly close waits, after the end of this side, for the peer to end its own; what comes meanwhile is dropped, at
    /// most 1 MiB. Without the wait a reset may destroy what was sent last before the peer has read it. 0 to 1 hour, default 2 s.
    /// </summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    internal SocketOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(CloseTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CloseTimeout, TimeSpan.FromHours(1));
        if (KeepAliveTime is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromSeconds(1), nameof(KeepAliveTime));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepAliveInterval, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepAliveProbes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepAliveProbes, 127);
        ArgumentOutOfRangeException.ThrowIfLessThan(Backlog, 1);
        return this with { };
    }

    internal void ApplyTo(Socket socket)
    {
        if (SendBufferSize is { } send)
            socket.SendBufferSize = send;
        if (ReceiveBufferSize is { } receive)
            socket.ReceiveBufferSize = receive;
        if (socket.ProtocolType != ProtocolType.Tcp)
            return;

        socket.NoDelay = NoDelay;
        if (KeepAliveTime is not { } time)
            return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)time.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)KeepAliveInterval.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
    }
}
